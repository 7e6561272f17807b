"""A national public-service portal: signed dossiers out, progress in, faults on demand."""
