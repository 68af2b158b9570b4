//! `model cases SEED N` writes cases for `countersign batch`; `model answer` answers such lines from standard input.
use std::io::Write;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match words[..] {
        ["cases", seed, n] => {
            let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"));
            for case in countersign_model::r#gen::cases(number(seed), number(n) as usize) {
                writeln!(out, "{case}")?;
            }
        }
        ["answer"] => {
            for line in std::io::stdin().lines() {
                writeln!(out, "{}", countersign_model::answer(&serde_json::from_str(&line?)?))?;
            }
        }
        _ => {
            eprintln!("usage: model cases SEED N | answer");
            std::process::exit(2);
        }
    }
    Ok(())
}
