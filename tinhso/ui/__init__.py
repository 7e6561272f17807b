"""The look of every page: base pages, components, form widgets, lists, icons; knows no module."""
