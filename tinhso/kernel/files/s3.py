"""Contents in an S3-compatible store (AWS, MinIO, Ceph, SeaweedFS)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody

from tinhso.kernel.files.errors import FileDamaged, FileStoreAway

PIECE = 1024 * 1024
_IN_MEMORY = 8 * 1024 * 1024
_ABSENT = {"404", "NoSuchKey", "NotFound"}


class S3Store:
    """A bucket and a prefix. Objects are written whole and never changed."""

    def __init__(self, client: BaseClient, bucket: str, prefix: str = "") -> None:
        self.client = client
        self.bucket = bucket
        self.prefix = prefix

    def put(self, source: Path, sha256: str) -> None:
        try:
            with source.open("rb") as body:
                self.client.put_object(Bucket=self.bucket, Key=self.key(sha256), Body=body)
        except (BotoCoreError, ClientError) as problem:
            raise FileStoreAway from problem

    def open(self, sha256: str) -> BinaryIO:
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=self.key(sha256))
            return _checked(found["Body"], sha256)
        except ClientError as problem:
            if problem.response.get("Error", {}).get("Code") in _ABSENT:
                raise FileDamaged(sha256=sha256) from None
            raise FileStoreAway from problem
        except BotoCoreError as problem:
            raise FileStoreAway from problem

    def delete(self, sha256: str) -> None:
        try:
            self.client.delete_object(Bucket=self.bucket, Key=self.key(sha256))
        except (BotoCoreError, ClientError) as problem:
            raise FileStoreAway from problem

    def contents(self) -> Iterator[tuple[str, datetime]]:
        pages = self.client.get_paginator("list_objects_v2")
        try:
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix):
                for found in page.get("Contents", []):
                    yield found["Key"].rsplit("/", 1)[-1], found["LastModified"]
        except (BotoCoreError, ClientError) as problem:
            raise FileStoreAway from problem

    def key(self, sha256: str) -> str:
        """The object's key: prefix, two letters to spread listings, the hash."""
        return f"{self.prefix}{sha256[:2]}/{sha256}"


def from_address(address: str) -> S3Store:
    """The store that `s3://bucket/prefix?endpoint=…&region=…` names; credentials by environment."""
    parts = urlsplit(address)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    client = boto3.session.Session().client(
        "s3",
        endpoint_url=options.get("endpoint"),
        region_name=options.get("region", "us-east-1"),
        config=Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path"},
            # Stores other than AWS differ in trailing checksums; ours is the hash in the key.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
    prefix = parts.path.strip("/")
    return S3Store(client, parts.netloc, f"{prefix}/" if prefix else "")


def _checked(body: StreamingBody, sha256: str) -> BinaryIO:
    """The whole object in a temporary file, handed out only when its hash is right."""
    digest = hashlib.sha256()
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - returned open
    while piece := body.read(PIECE):
        digest.update(piece)
        copy.write(piece)
    if digest.hexdigest() != sha256:
        copy.close()
        raise FileDamaged(sha256=sha256)
    copy.seek(0)
    return cast("BinaryIO", copy)
