"""A national public-service portal: sends signed dossiers, takes progress, with faults on demand."""
