"""Pages for people: questions (`ask`) → charts and templates (`render`) → a site over Datasette, or one report file.

Everything below `site` is pure but for reading the database; `server` and `plugin` alone know Datasette.
"""
