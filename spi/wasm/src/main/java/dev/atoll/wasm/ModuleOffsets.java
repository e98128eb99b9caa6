package dev.atoll.wasm;

import java.util.ArrayList;
import java.util.List;

/// Where the parts of a module begin in its bytes, for messages.
///
/// Each list is in the order of the index space, imported ones first.
final class ModuleOffsets {

  final List<Integer> functions = new ArrayList<>();
  final List<Integer> tables = new ArrayList<>();
  final List<Integer> memories = new ArrayList<>();
  final List<Integer> globals = new ArrayList<>();
  final List<Integer> exports = new ArrayList<>();
  final List<Integer> elements = new ArrayList<>();
  final List<Integer> data = new ArrayList<>();
  int start;
}
