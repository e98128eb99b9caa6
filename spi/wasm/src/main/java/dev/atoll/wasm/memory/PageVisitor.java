package dev.atoll.wasm.memory;

import java.lang.foreign.MemorySegment;

/// Receives pages of a memory.
@FunctionalInterface
public interface PageVisitor {

  /// One page.
  ///
  /// @param page the number of the page: its address divided by [LinearMemory#PAGE_SIZE_BYTES]
  /// @param content read-only, [LinearMemory#PAGE_SIZE_BYTES] long, valid during the call only
  void visit(int page, MemorySegment content);
}
