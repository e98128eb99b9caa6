package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.itests.ScriptedReplica.Engine;
import dev.atoll.types.Bytes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A canister on vectors in a whole replica.
final class VectorsIT {

  @TempDir private Path directory;

  @Test
  void vectorsRunWhereTheEngineHasThem() throws Exception {
    try (ScriptedReplica replica = new ScriptedReplica(Engine.JVM, directory)) {
      assertThat(replica.install(Canisters.vectors()))
          .isInstanceOf(NodeClient.Answer.Replied.class);
      assertThat(replica.call("add")).isEqualTo(replied("01000000020000000300000004000000"));

      assertThat(replica.call("add")).isEqualTo(replied("02000000040000000600000008000000"));
    }
  }

  private static NodeClient.Answer replied(String hex) {
    return new NodeClient.Answer.Replied(Bytes.ofHex(hex));
  }

  @Test
  void vectorsAreRefusedWhereTheEngineLacksThem() throws Exception {
    try (ScriptedReplica replica = new ScriptedReplica(Engine.CHICORY, directory)) {
      assertThat(replica.install(Canisters.vectors()))
          .isInstanceOfSatisfying(
              NodeClient.Answer.Rejected.class,
              rejected -> assertThat(rejected.message()).contains("SIMD"));
    }
  }
}
