"""Who publishes: one TOML a source (data), read and checked by `registry`, made spiders by `loader`."""
