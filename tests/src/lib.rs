//! Shared pieces of the test targets: where the articles are, how the program is run.
