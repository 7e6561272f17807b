"""The reorganisation of 1/7/2025 in a browser, on a province that stands as on 30/6/2025."""
