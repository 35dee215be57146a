"""Databases of the benchmarks' own on a PostgreSQL server, named ``bench_…``."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PREFIX = "bench_"


def address_of(server: str, name: str) -> str:
    """Return the address of a database on the server that ``server`` names (whatever database it names)."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@contextmanager
def _maintenance(server: str) -> Iterator[psycopg.Connection]:
    named = urlsplit(server).path.strip("/")
    with psycopg.connect(
        server if named else address_of(server, "postgres"), autocommit=True
    ) as connection:
        yield connection


def exists(server: str, name: str) -> bool:
    """Whether the server has a database of this name."""
    with _maintenance(server) as connection:
        row = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        return row is not None


def create(server: str, name: str) -> str:
    """Create a database if it is not there, and return its address."""
    _require_own(name)
    if not exists(server, name):
        with _maintenance(server) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return address_of(server, name)


def drop(server: str, name: str) -> None:
    """Drop a database of the benchmarks' own."""
    _require_own(name)
    with _maintenance(server) as connection:
        connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def _require_own(name: str) -> None:
    if not name.startswith(PREFIX):
        raise ValueError(f"“{name}”: a database of the benchmarks is named {PREFIX}…")


@contextmanager
def temporary(server: str, name: str) -> Iterator[str]:
    """Create an empty database, give its address, and drop it afterwards."""
    drop(server, name)
    try:
        yield create(server, name)
    finally:
        drop(server, name)
