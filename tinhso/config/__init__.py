"""The one place that knows every module: settings, addresses, API, launcher, console command."""
