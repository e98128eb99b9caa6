package dev.atoll.spi.network;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/// The receiving end of a stream. Used by one thread at a time; [#abort] by any.
///
/// A read blocks while there is no data. It gives -1 only if the sender has completed the data, and
/// fails with an `IOException` if the sender gave up or the connection is lost.
@ConsumerType
public abstract class BulkInput extends InputStream {

  /// Ends reading; before the end it is [#abort].
  @Override
  public abstract void close() throws IOException;

  /// Wants no more: writes of the other side fail.
  public abstract void abort();
}
