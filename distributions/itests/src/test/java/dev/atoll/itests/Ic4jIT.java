package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.ic4j.agent.Agent;
import org.ic4j.agent.AgentError;
import org.ic4j.agent.Waiter;
import org.ic4j.types.Principal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The agent of Java developers, unchanged: it knows the asynchronous interface v2 alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Ic4jIT {

  private Product node;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = Product.start(directory.resolve("state"));
  }

  @AfterAll
  void stop() throws Exception {
    assertThat(node.stop()).isZero();
  }

  @Test
  void aCanisterIsCreatedInstalledCalledAndAsked() throws Exception {
    Agent agent = agent();
    Principal counter = Ic4jClient.deploy(agent);

    assertThat(Ic4jClient.update(agent, counter, "inc")).isEqualTo(1L);
    assertThat(Ic4jClient.update(agent, counter, "inc")).isEqualTo(2L);

    assertThat(Ic4jClient.query(agent, counter)).isEqualTo(2L);
  }

  @Test
  void aTrapIsAnErrorAndChangesNothing() throws Exception {
    Agent agent = agent();
    Principal counter = Ic4jClient.deploy(agent);
    Ic4jClient.update(agent, counter, "inc");

    assertThatThrownBy(() -> Ic4jClient.update(agent, counter, "fail"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(AgentError.class)
        .hasMessageContaining("unreachable");

    assertThat(Ic4jClient.query(agent, counter)).isEqualTo(1L);
  }

  /// The agent does not read why a call was refused before it was ordered; it asks for its status
  /// in vain.
  @Test
  void strangersDoNotInstall() throws Exception {
    Agent owner = agent();
    Principal canister = Ic4jClient.create(owner);

    assertThatThrownBy(() -> Ic4jClient.install(agent(), canister, Waiter.create(2, 1)))
        .isInstanceOf(AgentError.class)
        .hasMessageContaining("timed out");

    assertThatThrownBy(() -> Ic4jClient.query(owner, canister))
        .hasStackTraceContaining("no Wasm module");
    Ic4jClient.install(owner, canister, Ic4jClient.waiter());
    assertThat(Ic4jClient.query(owner, canister)).isZero();
  }

  private Agent agent() throws Exception {
    return Ic4jClient.agent(node.url());
  }
}
