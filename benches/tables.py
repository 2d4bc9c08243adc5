"""The tables of the benchmark's graph, as every engine declares them."""

from pathlib import Path

NODES = {
    "Person": {
        "id": "INT64",
        "name": "STRING",
        "gender": "STRING",
        "age": "INT64",
        "isMarried": "BOOL",
    },
    "City": {"id": "INT64", "city": "STRING", "countryId": "INT64"},
    "Country": {"id": "INT64", "country": "STRING"},
    "Interest": {"id": "INT64", "interest": "STRING"},
}

# What a type of relationships begins and ends at; its columns are `from` and `to`.
RELATIONSHIPS = {
    "FOLLOWS": ("Person", "Person"),
    "LIVES_IN": ("Person", "City"),
    "IN_COUNTRY": ("City", "Country"),
    "HAS_INTEREST": ("Person", "Interest"),
}


def file_of(name):
    """The file of a label or type, within the folder of the data."""
    return f"{name.lower()}.csv"


def path_of(folder, name):
    return Path(folder, file_of(name))
