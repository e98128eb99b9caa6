package dev.atoll.execution.chicory;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/// Rewrites how generated code gets at globals.
///
/// Chicory gives every function its memory and its instance, in neighbouring variables, and writes
///
/// ```
/// sipush <index>, aload <instance>, invokestatic readGlobal
/// <value>, sipush <index>, aload <instance>, invokestatic writeGlobal
/// ```
///
/// The instance becomes the memory, which is the [CodeState], and the two globals of the
/// instrumentation become fields. Code never becomes longer. The charge of a block is recognised as
/// a whole.
final class GlobalAccess {

  static final String RUNTIME = Type.getInternalName(CodeRuntime.class);

  private static final String STATE = Type.getInternalName(EngineMemory.class);
  private static final String MEMORY = "Lcom/dylibso/chicory/runtime/Memory;";
  private static final String READ = "readGlobal";
  private static final String WRITE = "writeGlobal";
  private static final String CHECK_INTERRUPTION = "checkInterruption";

  private final int counterGlobal;
  private final int depthGlobal;

  GlobalAccess(int counterGlobal, int depthGlobal) {
    this.counterGlobal = counterGlobal;
    this.depthGlobal = depthGlobal;
  }

  void rewrite(InsnList code) {
    AbstractInsnNode next = code.getFirst();
    while (next != null) {
      AbstractInsnNode current = next;
      next = current.getNext();
      if (current instanceof MethodInsnNode call && call.getOpcode() == Opcodes.INVOKESTATIC) {
        switch (call.name) {
          case CHECK_INTERRUPTION -> code.remove(call);
          case READ -> {
            AbstractInsnNode store = chargeEnd(call);
            if (store == null) {
              read(code, call);
            } else {
              next = store.getNext();
              charge(code, call, store);
            }
          }
          case WRITE -> write(code, call);
          default -> {}
        }
      }
    }
  }

  /// The variable with the instance is loaded right before the call, the index before that.
  private static VarInsnNode instanceOf(MethodInsnNode call) {
    return (VarInsnNode) call.getPrevious();
  }

  private static int indexOf(MethodInsnNode call) {
    AbstractInsnNode constant = instanceOf(call).getPrevious();
    return switch (constant) {
      case IntInsnNode pushed -> pushed.operand;
      case LdcInsnNode loaded -> (Integer) loaded.cst;
      default -> constant.getOpcode() - Opcodes.ICONST_0;
    };
  }

  private void read(InsnList code, MethodInsnNode call) {
    int index = indexOf(call);
    toMemory(call);
    call.owner = RUNTIME;
    if (index == counterGlobal || index == depthGlobal) {
      code.remove(instanceOf(call).getPrevious());
      call.name = index == counterGlobal ? "instructionsLeft" : "stackLeft";
      call.desc = "(" + MEMORY + ")J";
    } else {
      call.name = "global";
      call.desc = "(I" + MEMORY + ")J";
    }
  }

  private void write(InsnList code, MethodInsnNode call) {
    int index = indexOf(call);
    toMemory(call);
    call.owner = RUNTIME;
    if (index == counterGlobal || index == depthGlobal) {
      code.remove(instanceOf(call).getPrevious());
      call.name = index == counterGlobal ? "setInstructionsLeft" : "setStackLeft";
      call.desc = "(J" + MEMORY + ")V";
    } else {
      call.name = "setGlobal";
      call.desc = "(JI" + MEMORY + ")V";
    }
  }

  private static void toMemory(MethodInsnNode call) {
    instanceOf(call).var -= 1;
  }

  /// The write that ends `counter = counter - weight`, null if something else follows the read.
  private @Nullable MethodInsnNode chargeEnd(MethodInsnNode read) {
    if (indexOf(read) != counterGlobal) {
      return null;
    }
    AbstractInsnNode weight = read.getNext();
    AbstractInsnNode subtract = weight.getNext();
    if (subtract == null || subtract.getOpcode() != Opcodes.LSUB) {
      return null;
    }
    AbstractInsnNode end = subtract.getNext().getNext().getNext();
    return end instanceof MethodInsnNode write
            && write.name.equals(WRITE)
            && indexOf(write) == counterGlobal
        ? write
        : null;
  }

  /// `state.instructionsLeft -= weight`
  private static void charge(InsnList code, MethodInsnNode read, AbstractInsnNode write) {
    toMemory(read);
    code.remove(instanceOf(read).getPrevious());
    code.insertBefore(read, new TypeInsnNode(Opcodes.CHECKCAST, STATE));
    code.insertBefore(read, new InsnNode(Opcodes.DUP));
    code.set(read, new FieldInsnNode(Opcodes.GETFIELD, STATE, "instructionsLeft", "J"));
    code.remove(write.getPrevious().getPrevious());
    code.remove(write.getPrevious());
    code.set(write, new FieldInsnNode(Opcodes.PUTFIELD, STATE, "instructionsLeft", "J"));
  }
}
