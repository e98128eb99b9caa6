/* A canister without any library: counts in stable memory, with the System API alone. */
#define IC(name) __attribute__((import_module("ic0"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(name)))

typedef unsigned int u32;
typedef unsigned long long u64;

IC(msg_reply) void ic0_msg_reply(void);
IC(msg_reply_data_append) void ic0_msg_reply_data_append(u32 src, u32 size);
IC(msg_arg_data_size) u32 ic0_msg_arg_data_size(void);
IC(msg_arg_data_copy) void ic0_msg_arg_data_copy(u32 dst, u32 offset, u32 size);
IC(msg_reject) void ic0_msg_reject(u32 src, u32 size);
IC(trap) void ic0_trap(u32 src, u32 size);
IC(debug_print) void ic0_debug_print(u32 src, u32 size);
IC(stable64_size) u64 ic0_stable64_size(void);
IC(stable64_grow) u64 ic0_stable64_grow(u64 pages);
IC(stable64_read) void ic0_stable64_read(u64 dst, u64 offset, u64 size);
IC(stable64_write) void ic0_stable64_write(u64 offset, u64 src, u64 size);
IC(time) u64 ic0_time(void);
IC(canister_version) u64 ic0_canister_version(void);
IC(canister_self_size) u32 ic0_canister_self_size(void);
IC(canister_self_copy) void ic0_canister_self_copy(u32 dst, u32 offset, u32 size);
IC(call_new) void ic0_call_new(u32 callee, u32 callee_size, u32 name, u32 name_size, u32 reply,
                               u32 reply_env, u32 reject, u32 reject_env);
IC(call_on_cleanup) void ic0_call_on_cleanup(u32 fun, u32 env);
IC(call_perform) u32 ic0_call_perform(void);
IC(performance_counter) u64 ic0_performance_counter(u32 type);

static unsigned char buffer[4096];

static u64 load(void) {
  u64 count = 0;
  if (ic0_stable64_size() > 0) ic0_stable64_read((u64)(u32)&count, 0, 8);
  return count;
}

static void store(u64 count) {
  if (ic0_stable64_size() == 0) ic0_stable64_grow(1);
  ic0_stable64_write(0, (u64)(u32)&count, 8);
}

/* Replies Candid (nat64). */
static void reply(u64 value) {
  static const unsigned char head[] = {'D', 'I', 'D', 'L', 0, 1, 0x78};
  ic0_msg_reply_data_append((u32)head, sizeof head);
  ic0_msg_reply_data_append((u32)&value, 8);
  ic0_msg_reply();
}

EXPORT("canister_init") void init(void) { store(100); }

EXPORT("canister_update inc") void inc(void) {
  u64 count = load() + 1;
  store(count);
  reply(count);
}

EXPORT("canister_query get") void get(void) { reply(load()); }

EXPORT("canister_update write_and_trap") void write_and_trap(void) {
  store(load() + 1000);
  ic0_trap((u32) "on purpose", 10);
}

EXPORT("canister_update divide_by_zero") void divide_by_zero(void) {
  volatile int one = 1, zero = 0;
  store(load() + 1000);
  reply((u64)(one / zero));
}

EXPORT("canister_update out_of_bounds") void out_of_bounds(void) {
  volatile u32 address = 0xfffffff0u;
  store(load() + 1000);
  reply(*(volatile u32 *)address);
}

EXPORT("canister_update spin") void spin(void) {
  for (volatile u64 i = 0;; i++) {
  }
}

EXPORT("canister_query spin_query") void spin_query(void) { spin(); }

static u32 deep(u32 n, volatile u32 *sink) {
  volatile u32 frame[8];
  frame[n & 7] = n;
  *sink += frame[n & 7];
  return deep(n + 1, sink) + *sink;
}

EXPORT("canister_update recurse") void recurse(void) {
  volatile u32 sink = 0;
  reply(deep(0, &sink));
}

EXPORT("canister_update no_reply") void no_reply(void) { store(load() + 1); }

EXPORT("canister_update reject") void reject(void) { ic0_msg_reject((u32) "not today", 9); }

EXPORT("canister_query echo") void echo(void) {
  u32 size = ic0_msg_arg_data_size();
  if (size > sizeof buffer) size = sizeof buffer;
  ic0_msg_arg_data_copy((u32)buffer, 0, size);
  ic0_msg_reply_data_append((u32)buffer, size);
  ic0_msg_reply();
}

EXPORT("canister_update print") void print(void) {
  ic0_debug_print((u32) "printed", 7);
  reply(ic0_canister_version());
}

EXPORT("canister_query instructions") void instructions(void) { reply(ic0_performance_counter(0)); }

/* Calls itself and traps when the answer comes; `cleanup` counts in global memory. */
static u64 cleanups;

static void trap_on_reply(u32 env) {
  cleanups += 1000;
  store(load() + 1000);
  ic0_trap((u32) "in the callback", 15);
}

static void cleanup(u32 env) { cleanups += env; }

EXPORT("canister_update trap_in_callback") void trap_in_callback(void) {
  u32 size = ic0_canister_self_size();
  ic0_canister_self_copy((u32)buffer, 0, size);
  ic0_call_new((u32)buffer, size, (u32) "inc", 3, (u32)&trap_on_reply, 0, (u32)&trap_on_reply, 0);
  ic0_call_on_cleanup((u32)&cleanup, 7);
  if (ic0_call_perform() != 0) ic0_trap((u32) "not sent", 8);
}

EXPORT("canister_query cleanup_count") void cleanup_count(void) { reply(cleanups); }
