pytest_plugins = ["tests.catalogues", "tests.engines.plugin"]
