// Whether a branch or an address in the group's arithmetic depends on a secret. Run it under valgrind:
//
//   valgrind --error-exitcode=99 --quiet ./constant_time_check
//
// Secrets are marked as undefined memory; memcheck then reports every conditional jump and every address computed from them (the idea
// is Adam Langley's ctgrind). It says nothing of instructions whose time depends on their operands, and it checks the native compiler's
// work, not a browser's.
//
// Built with FMID_CT_SELF_TEST it calls a function of the library that branches on its argument, as Pad says of itself, with a secret, to see
// that the check finds a branch there (tests/CMakeLists.txt wants that very report). Optimised and without sanitizers.
#include <valgrind/memcheck.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <span>

#include "srp/pad.h"
#include "srp/power.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace {

using fmid::srp::GroupBytes;

template <std::size_t size>
std::array<std::uint8_t, size> Pattern(std::uint8_t seed) {
  std::array<std::uint8_t, size> bytes;
  for (std::uint8_t& byte : bytes) byte = seed = static_cast<std::uint8_t>(seed * 5 + 113);
  return bytes;
}

void Hide(std::span<const std::uint8_t> secret) { (void)VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size()); }
void Show(std::span<const std::uint8_t> value) { (void)VALGRIND_MAKE_MEM_DEFINED(value.data(), value.size()); }

// PowG(a), PowG(x), the premaster secret with the table and plainly, and base^a in both ways.
template <typename A>
std::array<GroupBytes, 6> Run(bool hidden) {
  const auto B = Pattern<fmid::srp::kGroupBytes>(1);
  const auto k = Pattern<32>(2), u = Pattern<32>(3), x = Pattern<32>(4);
  const auto a = Pattern<fmid::srp::kPrivateKeyBytes>(5);
  auto base = B;
  if (hidden) {
    Hide(a);
    Hide(x);
    Hide(base);
  }
  std::array<GroupBytes, 6> out;
  fmid::srp::GeneratorTable<A> table;
  A arithmetic;
  fmid::srp::PowG(table, a, out[0]);
  fmid::srp::PowG(table, x, out[1]);
  fmid::srp::ClientPremaster(table, {.B = B, .k = k, .u = u, .x = x}, a, out[2]);
  fmid::srp::PlainClientPremaster(arithmetic, {.B = B, .k = k, .u = u, .x = x}, a, out[3]);
  fmid::srp::Pow(arithmetic, base, a, out[4]);
  fmid::srp::PlainPow(arithmetic, base, a, out[5]);
#ifdef FMID_CT_SELF_TEST
  (void)fmid::srp::Pad(a);
#endif
  for (const GroupBytes& value : out) Show(value);
  return out;
}

}  // namespace

int main() {
  if (!RUNNING_ON_VALGRIND) {
    std::puts("not under valgrind: nothing was checked");
    return 2;
  }
  using fmid::srp::ScalarArithmetic, fmid::srp::VectorArithmetic;
  const auto expected = Run<ScalarArithmetic>(false);
  if (Run<ScalarArithmetic>(true) != expected || Run<VectorArithmetic>(true) != expected || Run<VectorArithmetic>(false) != expected) {
    std::puts("hiding the secrets changed a result");
    return 1;
  }
  std::puts("no branch and no address depends on a secret");
}
