//! Records that are read strictly: an object with these keys, each once, none unknown, none null.

use serde::de::{Deserialize, Deserializer};

/// Reads the value of a key that may be absent but, where it is written, is never null.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Makes a type with `#[serde(remote = "Self")]` a record: read from an object only, since derived
/// code alone would take an array of the right length for one, and then checked as a whole.
macro_rules! record {
    ($type:ty, $words:literal, $check:expr) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectOnly;
                impl<'de> serde::de::Visitor<'de> for ObjectOnly {
                    type Value = $type;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($words)
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$type, A::Error> {
                        let record = <$type>::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                        let check: fn(&$type) -> Result<(), &'static str> = $check;
                        check(&record).map_err(serde::de::Error::custom)?;
                        Ok(record)
                    }
                }
                deserializer.deserialize_map(ObjectOnly)
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$type>::serialize(self, serializer)
            }
        }
    };
}
pub(crate) use record;
