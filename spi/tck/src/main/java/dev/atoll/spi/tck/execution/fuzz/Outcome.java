package dev.atoll.spi.tck.execution.fuzz;

import java.util.List;

/// What one message left behind.
///
/// After a trap the core puts back memory and globals, so they are not part of the outcome then:
/// an engine may or may not have written what lies before the trap in the same block.
///
/// @param message what was invoked
/// @param result `done`, the code of the trap, the exception of the host, or the failure of the
///     engine
/// @param left the instructions left
/// @param hostTrace what the host was told
/// @param globals raw bits
/// @param dirtyPages written since the message began
/// @param pageHashes of the content of the dirty pages
/// @param sizePages the size of the memory in Wasm pages
record Outcome(
    String message,
    String result,
    long left,
    long hostTrace,
    List<Long> globals,
    List<Integer> dirtyPages,
    List<Long> pageHashes,
    long sizePages) {

  static final String DONE = "done";

  private static final String FAILURE = "failure of the engine: ";

  static String failure(Throwable thrown) {
    StringBuilder out = new StringBuilder(FAILURE).append(thrown);
    if (thrown.getCause() != null) {
      out.append(", caused by ").append(thrown.getCause());
    }
    for (int i = 0; i < Math.min(8, thrown.getStackTrace().length); i++) {
      out.append("\n      at ").append(thrown.getStackTrace()[i]);
    }
    return out.toString();
  }

  static Outcome undone(String message, String result, long left, long hostTrace) {
    return new Outcome(message, result, left, hostTrace, List.of(), List.of(), List.of(), 0);
  }

  boolean isFailure() {
    return result.startsWith(FAILURE);
  }

  /// All of it in one number.
  long digest() {
    long digest = Choices.mix(left) ^ hostTrace;
    for (int i = 0; i < result.length(); i++) {
      digest = Choices.mix(digest ^ result.charAt(i));
    }
    for (long global : globals) {
      digest = Choices.mix(digest ^ global);
    }
    for (int page : dirtyPages) {
      digest = Choices.mix(digest ^ page);
    }
    for (long hash : pageHashes) {
      digest = Choices.mix(digest ^ hash);
    }
    return Choices.mix(digest ^ sizePages);
  }
}
