package dev.atoll.itests.bad.start;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.Lifecycle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

final class FailingGateway implements Gateway, Lifecycle {

  @Override
  public void start() throws IOException {
    throw new IOException("the certificate has expired");
  }

  @Override
  public void stop() {}

  @Override
  public String protocol() {
    return "none";
  }

  @Override
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("nowhere", 0);
  }

  @Override
  public boolean drain(Duration limit) {
    return true;
  }

  @Override
  public void close() {}
}
