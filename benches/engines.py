"""Engines as processes that are asked over pipes, so that memory is each one's own."""

import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path

LOADING = 1800  # seconds


class Failed(Exception):
    """An engine that couldn't answer, or ended."""


class Engine:
    """A database with the tables loaded, begun when it is asked and isn't there."""

    def __init__(self, name, dialect, command, folder, notes):
        """`command` runs in `folder`, where the data are, and may write into `notes`."""
        self.name, self.dialect, self.command = name, dialect, command
        self.folder, self.notes = folder, notes
        self.process, self.unread = None, b""
        self.loads, self.peaks = [], []

    def load(self):
        """Begins the process anew and waits for the tables."""
        self.end()
        shutil.rmtree(self.notes, ignore_errors=True)
        self.notes.mkdir(parents=True)
        with open(self.notes / "errors", "wb") as errors:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=0,
            )
        self.loads.append(self.answer(LOADING)["load_ms"])

    def ask(self, question, seconds):
        """Rows and milliseconds. What takes longer than `seconds` is ended: TimeoutError."""
        if self.process is None:
            self.load()
        query = json.dumps(question.in_dialect(self.dialect))
        try:
            self.process.stdin.write(query.encode() + b"\n")
        except BrokenPipeError:
            raise Failed(self.ended()) from None
        answer = self.answer(seconds)
        if "error" in answer:
            raise Failed(answer["error"])
        return answer["rows"], answer["ms"]

    def answer(self, seconds):
        deadline = time.monotonic() + seconds
        while b"\n" not in self.unread:
            if not select.select(
                [self.process.stdout], [], [], max(0, deadline - time.monotonic())
            )[0]:
                self.end()
                raise TimeoutError
            read = os.read(self.process.stdout.fileno(), 1 << 20)
            if not read:
                raise Failed(self.ended())
            self.unread += read
        line, _, self.unread = self.unread.partition(b"\n")
        return json.loads(line)

    def ended(self):
        """Why the process ended by itself."""
        self.end()
        last = (self.notes / "errors").read_text("utf8", "replace").strip().splitlines()[-5:]
        return "\n".join([f"{self.name} ended", *last])

    def note_memory(self):
        """Notes the most memory that the process has had, in MiB, where the system tells it."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text("utf8")
        except OSError:
            return
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.peaks.append(int(line.split()[1]) / 1024)

    def end(self):
        if self.process is None:
            return
        self.note_memory()
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process, self.unread = None, b""

    def forget(self):
        """Ends the process and what was noted of it."""
        self.end()
        self.loads, self.peaks = [], []
