package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;

/// The hash of an upload, taken beside its checks: for a large one that is a fifth of the time.
final class ModuleHash {

  private final Bytes upload;
  private final Thread thread;
  private volatile Bytes value = Bytes.EMPTY;

  private ModuleHash(Bytes upload) {
    this.upload = upload;
    this.thread = Thread.ofPlatform().name("module-hash").daemon().unstarted(this::take);
  }

  static ModuleHash begin(Bytes upload) {
    ModuleHash hash = new ModuleHash(upload);
    hash.thread.start();
    return hash;
  }

  private void take() {
    value = of(upload);
  }

  static Bytes of(Bytes upload) {
    return Bytes.wrap(Hashes.sha256(upload.unsafeArray()));
  }

  /// SHA-256 of the upload: 32 bytes.
  Bytes value() {
    end();
    Bytes taken = value;
    return taken.isEmpty() ? of(upload) : taken; // the thread has failed
  }

  /// Returns when the thread has ended.
  void end() {
    Crew.await(thread);
  }
}
