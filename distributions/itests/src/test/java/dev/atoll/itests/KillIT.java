package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the node under load, again and again: what was answered stays, and nothing happens twice.
///
/// Every call marks an index of its own. After each restart the marks of the canister are compared
/// with the answers that the users got; then the calls without an answer are sent again, as a
/// careful user does, and each of them must have happened exactly once.
final class KillIT {

  private static final int KILLS = 20;

  private static final int USERS = 12;

  /// Answers before a kill; the users are in the middle of their next calls then.
  private static final int ANSWERS_MAX = 150;

  /// Fixed, so that two runs differ by what the machine does alone.
  private static final long SEED = 20;

  @TempDir private Path directory;

  /// Calls by their index: those that were answered, and those whose fate is unknown.
  private final ConcurrentSkipListSet<Integer> answered = new ConcurrentSkipListSet<>();

  private final Map<Integer, NodeClient.Call> unknown = new ConcurrentSkipListMap<>();

  private final AtomicInteger nextIndex = new AtomicInteger();

  @Test
  void answeredUpdatesSurviveAndNoneHappensTwice() throws Exception {
    Path state = directory.resolve("state");
    Random random = new Random(SEED);
    Principal marks = deploy(state);
    for (int kill = 1; kill <= KILLS; kill++) {
      int before = answered.size();
      try (Product node = Product.start(state);
          NodeClient client = new NodeClient(node.url())) {
        check(client.query(marks, "marks"), kill);
        repeatUnknown(client, marks);
        check(client.query(marks, "marks"), kill);
        loadUntilKilled(node, marks, 1 + random.nextInt(ANSWERS_MAX));
      }
      assertThat(answered.size()).as("answers before kill %d", kill).isGreaterThanOrEqualTo(before);
    }
    try (Product node = Product.start(state);
        NodeClient client = new NodeClient(node.url())) {
      check(client.query(marks, "marks"), KILLS);
      repeatUnknown(client, marks);
      check(client.query(marks, "marks"), KILLS);

      assertThat(unknown).isEmpty();
      assertThat(answered).as("calls answered in all").hasSizeGreaterThan(KILLS);
      assertThat(node.stop()).isZero();
    }
  }

  private static Principal deploy(Path state) throws IOException, InterruptedException {
    try (Product node = Product.start(state);
        NodeClient client = new NodeClient(node.url())) {
      Principal marks = client.deploy(Canisters.marks());
      node.kill();
      return marks;
    }
  }

  /// Calls from many users until so many answers have come, then kills.
  private void loadUntilKilled(Product node, Principal marks, int answers)
      throws InterruptedException {
    AtomicBoolean killed = new AtomicBoolean();
    CountDownLatch awaited = new CountDownLatch(answers);
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(Thread.startVirtualThread(() -> callUntil(killed, node, marks, awaited)));
    }
    assertThat(awaited.await(60, TimeUnit.SECONDS)).as("%d answers come", answers).isTrue();
    node.kill();
    killed.set(true);
    for (Thread user : users) {
      user.join();
    }
  }

  private void callUntil(
      AtomicBoolean killed, Product node, Principal marks, CountDownLatch awaited) {
    try (NodeClient client = new NodeClient(node.url())) {
      while (!killed.get()) {
        int index = nextIndex.getAndIncrement();
        if (index >= Canisters.MARKS_MAX) {
          return;
        }
        NodeClient.Call call = client.call(marks, "mark", argument(index));
        unknown.put(index, call);
        if (send(client, index, call)) {
          awaited.countDown();
        }
      }
    } catch (IOException e) {
      // The node is dead. What became of the call, the next start tells.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return whether the call was answered
  private boolean send(NodeClient client, int index, NodeClient.Call call)
      throws IOException, InterruptedException {
    NodeClient.Answer answer = client.send(call);
    if (answer instanceof NodeClient.Answer.Replied(Bytes reply)) {
      assertThat(reply).as("the count of call %d", index).isEqualTo(Bytes.wrap(new byte[] {1}));
      unknown.remove(index);
      answered.add(index);
      return true;
    }
    assertThat(answer).isInstanceOf(NodeClient.Answer.Accepted.class);
    return false;
  }

  private void repeatUnknown(NodeClient client, Principal marks)
      throws IOException, InterruptedException {
    for (Map.Entry<Integer, NodeClient.Call> entry : new TreeMap<>(unknown).entrySet()) {
      boolean done = send(client, entry.getKey(), entry.getValue());
      assertThat(done).as("call %d to %s is answered", entry.getKey(), marks).isTrue();
    }
  }

  private void check(Bytes counts, int kill) {
    assertThat(counts.size()).isEqualTo(2 * Canisters.MARKS_MAX);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < Canisters.MARKS_MAX; i++) {
      int heap = counts.get(i);
      int stable = counts.get(Canisters.MARKS_MAX + i);
      boolean right =
          heap == stable
              && (answered.contains(i)
                  ? heap == 1
                  : unknown.containsKey(i) ? heap <= 1 : heap == 0);
      if (!right) {
        wrong.add(
            "call %d is %s and happened %d times on the heap, %d times in stable memory"
                .formatted(
                    i,
                    answered.contains(i) ? "answered" : unknown.containsKey(i) ? "open" : "unsent",
                    heap,
                    stable));
      }
    }
    assertThat(wrong).as("after kill %d of %d, seed %d", kill - 1, KILLS, SEED).isEmpty();
  }

  private static Bytes argument(int index) {
    return Bytes.wrap(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(index).array());
  }
}
