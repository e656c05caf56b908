// libFuzzer: the group's powers, by both arithmetics, against mbedTLS's. The input is cut into the numbers, so that the fuzzer can reach any of them: one
// byte chooses the function, one gives the exponent's length, then come the exponent and the base (or u, x, k and B), big-endian;
// where the input ends its last byte repeats. Differences, and what the sanitizers see, abort.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "oracle.h"
#include "srp/power.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace {

using fmid::oracle::Integer;
using fmid::srp::GroupBytes;

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

  std::uint8_t Byte() {
    if (!rest_.empty()) {
      last_ = rest_.front();
      rest_ = rest_.subspan(1);
    }
    return last_;
  }
  template <std::size_t size>
  std::array<std::uint8_t, size> Bytes() {
    std::array<std::uint8_t, size> bytes;
    for (std::uint8_t& byte : bytes) byte = Byte();
    return bytes;
  }

 private:
  fmid::oracle::Bytes rest_;
  std::uint8_t last_ = 0;
};

void Require(bool holds) {
  if (!holds) std::abort();
}

template <typename A>
void Check(Input input) {
  static fmid::srp::GeneratorTable<A> table;
  static A arithmetic;
  const int choice = input.Byte() % 4;
  // Mostly short ones: they are as good at finding carries and some ten times as fast.
  const std::size_t length = 1 + input.Byte() % (choice == 0 ? fmid::srp::kMaxExponentBytes : 40);
  std::array<std::uint8_t, fmid::srp::kMaxExponentBytes> buffer;
  for (std::size_t i = 0; i < length; ++i) buffer[i] = input.Byte();
  const auto e = fmid::oracle::Bytes(buffer).first(length);

  GroupBytes out;
  if (choice <= 1) {
    fmid::srp::PowG(table, e, out);
    Require(Integer::FromBytes(out) == PowMod(2, Integer::FromBytes(e)));
  } else if (choice == 2) {
    const auto base = input.Bytes<fmid::srp::kGroupBytes>();
    fmid::srp::Pow(arithmetic, base, e, out);
    Require(Integer::FromBytes(out) == PowMod(Integer::FromBytes(base), Integer::FromBytes(e)));
    Require(fmid::srp::IsValidPublic(base) ==
            (Integer(0) < Integer::FromBytes(base) && Integer::FromBytes(base) < fmid::oracle::Prime()));
  } else {
    const auto u = input.Bytes<32>(), x = input.Bytes<32>(), k = input.Bytes<32>();
    const auto B = input.Bytes<fmid::srp::kGroupBytes>();
    fmid::srp::ClientPremaster(table, {.B = B, .k = k, .u = u, .x = x}, e, out);
    Require(out == fmid::oracle::Premaster(B, k, u, x, e));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Check<fmid::srp::ScalarArithmetic>(Input(data, size));
  Check<fmid::srp::VectorArithmetic>(Input(data, size));
  return 0;
}
