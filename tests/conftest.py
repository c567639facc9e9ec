pytest_plugins = ["tests.engines.plugin"]
