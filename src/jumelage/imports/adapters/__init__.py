"""Readers of sources, one module each: a file or an endpoint in, statements out (docs/importing.md)."""
