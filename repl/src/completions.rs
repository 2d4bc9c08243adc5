//! What completes `attest` in shells, and its manual pages: both drawn from the command line.

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::report::Report;
use crate::{Failure, output};

/// Prints the script that completes `attest` in a shell.
pub(crate) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "attest", &mut script);
    Ok(output::to_stdout(|out| out.write_all(&script))?)
}

/// Prints the manual page of the program, or of one of its commands.
pub(crate) fn manual(command: Option<&str>) -> Result<(), Failure> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let Some(found) = program.find_subcommand(name) else {
                let report = Report::error(format!("there is no command `{name}`"));
                report.help("`attest --help` lists them").print();
                return Err(Failure::Told);
            };
            found.clone()
        }
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    Ok(output::to_stdout(|out| out.write_all(&text))?)
}
