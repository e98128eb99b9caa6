package dev.atoll.spi.network;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ConsumerType;

/// The sending end of a stream. Used by one thread at a time; [#abort] by any.
///
/// A write blocks while the other side reads more slowly, and fails with an `IOException` once the
/// connection is lost or the other side has aborted.
@ConsumerType
public abstract class BulkOutput extends OutputStream {

  /// Completes the data; returns when all of it is on its way.
  @Override
  public abstract void close() throws IOException;

  /// Gives up: the other side gets an `IOException` and no end. After [#close] it has no effect.
  public abstract void abort();
}
