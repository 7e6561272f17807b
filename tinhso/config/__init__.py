"""The one place that knows every module: settings, addresses, API root, launcher, console command."""
