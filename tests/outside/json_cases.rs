//! What is wrong, unusual or merely allowed in a JSON text, rebuilt after the kinds of the JSON Parsing Test Suite
//! (<https://github.com/nst/JSONTestSuite>, MIT) around one good record.
//!
//! In a whole text `@R` is the record, `@I` what is between its braces, `@K` its first key, `@V` that key's value, `@E` the
//! same key spelled in escapes, `@J` all but the first key.
#![allow(dead_code, reason = "the tool's tests use a part of it")]

/// Whole texts that are no record.
#[rustfmt::skip]
pub const NO_RECORD: &[&str] = &[
    // Nothing, or not one object.
    "", " ", "\t", "null", "true", "1", "\"@K\"", "[]", "{}", "[@R]", "[@I]", "@R@R", "@R,@R", "@R @R", "{@R}",
    "{\"x\":@R}",
    // Unfinished, or more than finished.
    "{", "}", "{{", "[", "]", "[{", "{@I", "@I}", "{@I]", "[@I}", "(@I)", "@R}", "@R]", "@R,", "@R\"", "@Rx", "@R1",
    "@R\\u0020", "{@I\"", "{\"@K", "{\"@K\"", "{\"@K\":", "{\"@K\":}", "{\"@K\":@V,", "{\"@K\":@V,\"", "{@I,\"",
    "@R\\", "\\@R", "\"@R", "'@R",
    // Commas, colons, other signs.
    "{@I,}", "{,@I}", "{@I,,}", "{@I,,\"x\":1}", "{,}", "{:}", "{@J \"@K\":@V}", "{\"@K\"@V,@J}", "{\"@K\"::@V,@J}",
    "{\"@K\":,@J}", "{\"@K\",@V,@J}", "{\"@K\"=@V,@J}", "{\"@K\"=>@V,@J}", "{\"@K\";@V,@J}", "{@I;}", "{@I.}",
    "{:@I}", "*", "&x", "@R;",
    // Keys that are no strings, or twice, or unknown.
    "{@K:@V,@J}", "{'@K':@V,@J}", "{1:@V,@J}", "{null:@V,@J}", "{[]:1,@I}", "{\"@K\":@V,@I}", "{@I,\"@K\":@V}",
    "{@I,\"@K\":null}", "{@I,@E:@V}", "{@E:@V,@I}", "{@I,\"\":1}", "{@I,\"x\":1}", "{@I,\"\\u0000\":1}",
    "{@I,\"@K\\u0000\":@V}", "{@I,\"@K \":@V}", "{@I,\"__proto__\":{}}", "{@I,\"\u{ff49}d\":1}",
    "{\"@K\\u0000\":@V,@J}", "{\" @K\":@V,@J}", "{\"\u{feff}@K\":@V,@J}", "{@J}",
    // Comments and marks.
    "@R//", "@R/**/", "/**/@R", "#\n@R", "{/**/@I}", "{@I,#\n}", "<!--@R-->", "\u{feff}@R", "@R\u{feff}",
    "\u{2060}@R", "@R\0", "\0@R", "\u{c}@R", "\u{b}@R", "\u{a0}@R", "\u{85}@R", "\u{2028}@R", "{\u{a0}@I}",
    "\u{1e}@R", "@R\u{1a}", "%@R", "```@R```", "@R\u{e9}",
];

/// Whole texts that are the record.
pub const THE_RECORD: &[&str] = &[
    "@R",
    " @R",
    "@R ",
    "\t@R\t",
    "\r@R\r",
    "\n@R\n",
    "{ @I }",
    "{\t@I\t}",
    "{\n@I\n}",
    "{\"@K\" : @V , @J}",
    "{@J,\"@K\":@V}",
    "{@E:@V,@J}",
];

/// Bytes that no JSON text has anywhere: before, within and behind a record.
#[rustfmt::skip]
pub const NO_UTF8: &[&[u8]] = &[
    b"\xff", b"\x80", b"\xe9", b"\xc0\x80", b"\xc0\xaf", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xed\xb0\x80",
    b"\xf4\xbf\xbf\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf", b"\xff\xfe{\0}\0", b"\xfe\xff\0{\0}", b"\xf0\x9f\x98",
];

/// Values that are no JSON, or no value that any record has.
#[rustfmt::skip]
pub const NO_VALUE: &[&str] = &[
    "", "nul", "nulll", "NULL", "None", "undefined", "tru", "truee", "True", "FALSE", "fals", "NaN", "-NaN", "nan",
    "Infinity", "-Infinity", "+Inf", "inf", "+1", "++1", "-", "-x", "--1", "01", "-01", "00", "1.", ".5", "-.5",
    "-1.", "1.e1", "0e", "0e+", "1e", "1e-", "1eE2", "0.e1", "1e1e1", "0x1", "0b1", "0o7", "1_000", "1,000",
    "1 000", "\u{ff11}", "\u{661}", "1\u{a0}", "1f", "1n", "1/2", "2.e-3", "9.e+", "1+2", "1.0", "0.0", "1e2",
    "1E2", "1e0", "1e-2", "1E+2", "-0", "-0.0", "0.4e-999999999", "1e999", "-1", "-9223372036854775809", "0.1",
    "123e65", "1.5", "18446744073709551616", "123123123123123123123123123123", "null", "{\"a\":1}", "[1]", "[[]]",
    "[null]", "[,]", "[1,]", "[1,,2]", "[", "{", "{\"x\"", "[1", "\"", "\"\"\"", "\"x", "x\"", "'x'", "`x`",
    "\u{201c}x\u{201d}", "\"\t\"", "\"\n\"", "\"\u{1}\"", "\"\u{1f}\"", "\"\0\"", "\"\\\"", "\"\\x00\"", "\"\\a\"",
    "\"\\ \"", "\"\\'\"", "\"\\u\"", "\"\\u12\"", "\"\\u00g0\"", "\"\\U0001f600\"", "\"\\u{41}\"",
    "\"\\\u{1f600}\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\ud800\"",
    "\"\\udc00\\ud800\"", "\"\\ud83d\\u0041\"", "\"\\uD800\\uD800\\n\"", "\"a\" \"b\"", "\"a\"+\"b\"", "\"a\\\nb\"",
];

/// Strings that are JSON, spelled in some way, and what they say.
#[rustfmt::skip]
pub const STRINGS: &[(&str, &str)] = &[
    ("\"\"", ""), ("\"asd\"", "asd"), ("\"\\u0061sd\"", "asd"), ("\"a\\/b\"", "a/b"), ("\"\\\"\"", "\""),
    ("\"\\\\\"", "\\"), ("\" \"", " "), ("\"\\b\"", "\u{8}"), ("\"\\f\"", "\u{c}"), ("\"\\n\"", "\n"),
    ("\"\\r\"", "\r"), ("\"\\t\"", "\t"), ("\"\\u0000\"", "\0"), ("\"a\\u0000b\"", "a\0b"),
    ("\"\\u001b[2J\"", "\u{1b}[2J"), ("\"\u{7f}\"", "\u{7f}"), ("\"\\u00e9\"", "\u{e9}"), ("\"\u{e9}\"", "\u{e9}"),
    ("\"e\\u0301\"", "e\u{301}"), ("\"\\u2028\"", "\u{2028}"), ("\"\u{2028}\"", "\u{2028}"),
    ("\"\\u202e\"", "\u{202e}"), ("\"\\ufeff\"", "\u{feff}"), ("\"\\uffff\"", "\u{ffff}"),
    ("\"\\ud83d\\ude00\"", "\u{1f600}"), ("\"\\uD83D\\uDE00\"", "\u{1f600}"), ("\"\u{1f600}\"", "\u{1f600}"),
    ("\"\\udbff\\udfff\"", "\u{10ffff}"), ("\"null\"", "null"), ("\"0\"", "0"), ("\"1\"", "1"), ("\"NaN\"", "NaN"),
    ("\"1e2\"", "1e2"), ("\"-0\"", "-0"), ("\"{}\"", "{}"), ("\"/**/\"", "/**/"),
    ("\"\\u0430lice\"", "\u{430}lice"),
];

/// Whole numbers that are read exactly where a record has one.
pub const WHOLE: &[(&str, u64)] = &[
    ("1", 1),
    ("20", 20),
    ("9007199254740993", 9_007_199_254_740_993),
    ("18446744073709551615", u64::MAX),
    (" 7 ", 7),
];

/// A record as it is taken apart: its keys with their values as written.
pub struct Parts {
    pub fields: Vec<(String, String)>,
}

impl Parts {
    pub fn of(fields: &[(&str, &str)]) -> Self {
        Self { fields: fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect() }
    }

    fn written(fields: &[(String, String)]) -> String {
        fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect::<Vec<_>>().join(",")
    }

    pub fn record(&self) -> String {
        format!("{{{}}}", Self::written(&self.fields))
    }

    /// The record with the value of one key as given.
    pub fn with(&self, place: usize, value: &str) -> String {
        let mut fields = self.fields.clone();
        value.clone_into(&mut fields[place].1);
        format!("{{{}}}", Self::written(&fields))
    }

    pub fn filled(&self, template: &str) -> String {
        let (key, value) = &self.fields[0];
        let escaped: String = key.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        // The record itself last, so that nothing in it is taken for a place.
        template
            .replace("@E", &format!("\"{escaped}\""))
            .replace("@K", key)
            .replace("@J", &Self::written(&self.fields[1..]))
            .replace("@I", &Self::written(&self.fields))
            .replace("@V", value)
            .replace("@R", &self.record())
    }
}

/// Arrays and objects in one another, closed and not: what recursion would not survive.
pub fn nested() -> Vec<String> {
    [100, 127, 128, 129, 100_000]
        .iter()
        .flat_map(|depth| {
            let arrays = "[".repeat(*depth);
            let objects = "{\"a\":".repeat(*depth);
            [
                format!("{arrays}{}", "]".repeat(*depth)),
                arrays,
                format!("{objects}1{}", "}".repeat(*depth)),
                objects,
                "[{\"\":".repeat(*depth),
            ]
        })
        .collect()
}
