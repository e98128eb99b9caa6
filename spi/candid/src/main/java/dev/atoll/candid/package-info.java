/// Candid: the types, values and encodings in which canisters and their callers talk.
///
/// Start at [CandidCodec] for the binary format, [CandidText] for the text format of values,
/// [DidFile] for interface files, [CandidValues] for building and [CandidValue] for reading values.
/// Everything is immutable and safe for use from any thread; every failure is a [CandidException].
///
/// Source: `spec/Candid.md` of dfinity/candid, version 0.1.8.
@NullMarked
@Version("1.0.0")
package dev.atoll.candid;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
