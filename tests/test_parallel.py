"""Work spread over processes of this machine: the rows of one process, and errors that can be read."""

import os
import signal

import pandas as pd
import pytest

import isnad
from isnad import parallel, schema
from isnad.errors import IsnadError, ParameterError


def test_processes_give_the_rows_of_one(twelve, monkeypatch):
    monkeypatch.setattr(parallel, "SERIAL_BELOW", 1)
    monkeypatch.setattr(parallel, "CHUNK_MIN", 2)
    found = parallel.spread(isnad.extract_quotes, twelve, schema.QUOTES, n_jobs=2)
    pd.testing.assert_frame_equal(found, isnad.extract_quotes(twelve))


def kills_itself(frame: pd.DataFrame) -> pd.DataFrame:
    os.kill(os.getpid(), signal.SIGKILL)
    return frame


def test_killed_process_is_one_readable_error(twelve):
    with pytest.raises(IsnadError, match="n_jobs"):
        parallel.map_chunks(twelve, kills_itself, n_jobs=2)


@pytest.mark.parametrize("n_jobs", [0, -2])
def test_impossible_numbers_of_processes_are_refused(twelve, n_jobs):
    with pytest.raises(ParameterError, match="n_jobs"):
        parallel.spread(isnad.extract_quotes, twelve, schema.QUOTES, n_jobs)


def test_small_frames_run_here(twelve):
    assert parallel.spread(isnad.extract_quotes, twelve, schema.QUOTES, n_jobs=2) is None
