"""Pages of officers: the catalogue, versions and overlays, forms."""
