package dev.atoll.wasm.memory;

/// What a memory had written at one moment, for going back to it without committing.
///
/// A composite query keeps what it wrote before a callback and loses what a failed callback wrote.
/// Only the pages written since the last commit are copied; the others come from the committed
/// image, as long as it still has them. Belongs to the thread of the memory.
public final class Savepoint implements AutoCloseable {

  private final LinearMemory memory;

  private final CommittedMemory committed;

  private final long sizeBytes;

  private final PageOverlay pages = new PageOverlay();

  Savepoint(LinearMemory memory, CommittedMemory committed) {
    this.memory = memory;
    this.committed = committed;
    this.sizeBytes = memory.sizeBytes();
    for (int page : memory.dirtyPages()) {
      pages.put(page, memory.segment());
    }
  }

  /// Brings content and size back, as often as needed.
  ///
  /// @return false if a page that would have to come from the committed image has changed there
  ///     meanwhile; the content of the memory is not defined then
  public boolean restore() {
    return committed.bringBack(memory, pages, sizeBytes);
  }

  @Override
  public void close() {
    pages.close();
  }
}
