"""A believable province full of dossiers: for demonstrations, benchmarks and volume tests."""
