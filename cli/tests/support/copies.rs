//! Every showcase loosened, and tightened, by one edit.

/// A showcase, what is written in it, what is written instead, and which way that is.
pub type Edit = (&'static str, &'static str, &'static str, &'static str);

pub const LOOSENED: [Edit; 8] = [
    ("bridge", "approve    = \"8 of validators\"", "approve    = \"5 of validators\"", "looser"),
    ("cold-vault", "delay      = \"48h\"", "delay      = \"24h\"", "looser"),
    ("hot-wallet", "above      = \"5 BTC per 24h\"", "above      = \"10 BTC per 24h\"", "looser"),
    ("many-assets", "above      = \"100000 USD per 24h\"", "above      = \"200000 USD per 24h\"", "looser"),
    ("market-maker", "max        = \"600000 USDC per 24h\"", "max        = \"700000 USDC per 24h\"", "looser"),
    ("minimal", "approve    = \"2 of owners\"", "approve    = \"1 of owners\"", "looser"),
    ("payment-processor", "above      = \"10000 USDT per 24h\"", "above      = \"20000 USDT per 24h\"", "looser"),
    ("treasury", "approve    = \"6 of signers\"", "approve    = \"5 of signers\"", "looser"),
];

pub const TIGHTENED: [Edit; 8] = [
    ("bridge", "\"50000000 USD per 24h\"", "\"25000000 USD per 24h\"", "tighter"),
    ("cold-vault", "max    = \"300 BTC per 7d\"", "max    = \"200 BTC per 7d\"", "tighter"),
    ("hot-wallet", "\"2 of ops and 1 of risk\"", "\"3 of ops and 1 of risk\"", "tighter"),
    ("many-assets", "feeds    = \"2 of feeds\"", "feeds    = \"3 of feeds\"", "tighter"),
    ("market-maker", "approve    = \"2 of desk and 1 of risk\"", "approve    = \"2 of desk and 2 of risk\"", "tighter"),
    ("minimal", "max    = \"1 BTC per 24h\"", "max    = \"0.5 BTC per 24h\"", "tighter"),
    ("payment-processor", "approve    = \"1 of ops\"", "approve    = \"2 of ops\"", "tighter"),
    ("treasury", "delay      = \"72h\"", "delay      = \"96h\"", "tighter"),
];
