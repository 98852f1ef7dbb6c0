"""What the program's own data is made of: values that are checked whole when they are read, and never change."""

from pydantic import BaseModel, ConfigDict


class Data(BaseModel):
    """A piece of a file below config/. Its validator is built when the file is read: many a start reads none."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
