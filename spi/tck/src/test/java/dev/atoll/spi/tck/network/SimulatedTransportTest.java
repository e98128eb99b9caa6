package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.TransportFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

final class SimulatedTransportTest extends TransportContract {

  private final SimulatedNetwork network = new SimulatedNetwork(1);

  @Override
  protected TransportFactory factory() {
    return network.factory();
  }

  @Override
  protected void passTime(Duration time) {
    network.advance(time);
    LockSupport.parkNanos(1); // for who reads and writes streams
  }
}
