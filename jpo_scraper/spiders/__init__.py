"""Walking: one module a platform. A source of a platform is a spider (see `sources.loader`), never a module."""
