package dev.atoll.wasm;

import dev.atoll.types.Bytes;

/// A custom section that `read_state` can show.
///
/// @param name without `icp:public ` or `icp:private `
/// @param isPublic whether everyone may read it, or the controllers only
public record MetadataSection(String name, boolean isPublic, Bytes content) {}
