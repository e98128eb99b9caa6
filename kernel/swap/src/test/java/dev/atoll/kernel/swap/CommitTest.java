package dev.atoll.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommitTest {

  private final List<String> written = new ArrayList<>();

  private boolean diskFull;

  private final Commit commit =
      new Commit(
          new Commit.Write() {
            @Override
            public void undecided() {
              written.add("undecided");
            }

            @Override
            public void before() {
              written.add("before");
            }

            @Override
            public void write(Map<String, Map<String, Object>> settings) throws IOException {
              if (diskFull) {
                throw new IOException("No space left on device");
              }
              written.add("done");
            }
          });

  @Test
  void whatHappenedCannotBeGivenUp() {
    commit.accept(Map.of());

    assertThat(commit.giveUp()).isFalse();
    assertThat(written).containsExactly("done");
  }

  @Test
  void whatWasGivenUpDoesNotHappen() {
    assertThat(commit.giveUp()).isTrue();

    assertThatThrownBy(() -> commit.accept(Map.of()))
        .hasMessage("the swap was given up: it took too long");
    assertThat(written).isEmpty();
  }

  @Test
  void whatIsUndecidedIsForgottenWhenItIsGivenUp() {
    commit.undecided();

    assertThat(commit.giveUp()).isTrue();
    assertThat(written).containsExactly("undecided", "before");
  }

  @Test
  void aFullDiskIsTheEndOfIt() {
    diskFull = true;

    assertThatThrownBy(() -> commit.accept(Map.of()))
        .hasMessage("cannot write what the next start begins with: No space left on device");
    assertThat(commit.giveUp()).isTrue();
  }
}
