package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.TransportFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// What every transport keeps. Extend it, hand over the factory, and run it; all nodes of a test
/// are in its process.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class TransportContract implements ConnectionRules, MessageRules, StreamRules {

  private @Nullable NetworkLab lab;

  /// The factory under test; called once per test.
  protected abstract TransportFactory factory();

  /// How long a sound transport may take for a step on a busy machine.
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  /// Lets time pass; a network that is simulated passes its own.
  protected void passTime(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  @BeforeEach
  void openLab() {
    lab = new NetworkLab(factory(), this::passTime, patience());
  }

  @AfterEach
  void closeLab() {
    lab().close();
  }

  @Override
  public final NetworkLab lab() {
    return Objects.requireNonNull(lab, "set before each test");
  }
}
