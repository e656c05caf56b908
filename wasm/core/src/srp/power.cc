#include "srp/power.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "fmid/secret.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace fmid::srp {
namespace {

// Of a power of any base: 31 products make a table of 32, then every five bits cost five squarings and a product.
constexpr int kWindow = 5;
constexpr std::uint32_t kWindowEntries = 1 << kWindow;

// base = base^e, in Montgomery form, for an e of `bits` bits.
template <Arithmetic A>
void Power(A& arithmetic, typename A::Residue& base, std::span<const std::uint8_t> e, std::size_t bits) {
  typename A::Residue powers[kWindowEntries], scratch, entry;
  powers[0] = arithmetic.One();
  powers[1] = base;
  for (std::uint32_t i = 2; i < kWindowEntries; i += 2) {
    arithmetic.Square(powers[i / 2], powers[i]);
    arithmetic.Multiply(powers[i], base, powers[i + 1]);
  }
  base = powers[0];
  for (std::size_t window = (bits + kWindow - 1) / kWindow; window-- > 0;) {
    std::uint32_t index = 0;
    for (std::size_t i = 0; i < kWindow; ++i) index |= BitOf(e, window * kWindow + i) << i;
    arithmetic.Select(powers, index, entry);
    SquareTimes(arithmetic, base, kWindow - 1, scratch);
    arithmetic.Square(base, scratch);
    arithmetic.Multiply(scratch, entry, base);
  }
  Wipe(powers, sizeof powers);
  Wipe(&scratch, sizeof scratch);
  Wipe(&entry, sizeof entry);
}

// The same bit by bit, with no table but 1 and the base: slower, and short enough to be seen to be right.
template <Arithmetic A>
void PlainPower(A& arithmetic, typename A::Residue& base, std::span<const std::uint8_t> e, std::size_t bits) {
  typename A::Residue factors[] = {arithmetic.One(), base}, scratch, entry;
  base = factors[0];
  while (bits-- > 0) {
    arithmetic.Select(factors, BitOf(e, bits), entry);
    arithmetic.Square(base, scratch);
    arithmetic.Multiply(scratch, entry, base);
  }
  Wipe(factors, sizeof factors);
  Wipe(&scratch, sizeof scratch);
  Wipe(&entry, sizeof entry);
}

// a + u·x, big-endian, byte by byte from the lowest; a column is below 32·255² + 255 and a carry, so 32 bits hold it.
using Exponent = std::array<std::uint8_t, kMaxExponentBytes + 1>;
Exponent LastExponent(std::span<const std::uint8_t, 32> u, std::span<const std::uint8_t, 32> x, std::span<const std::uint8_t> a) {
  assert(a.size() <= kMaxExponentBytes);
  Exponent e{};
  std::uint32_t column = 0;
  for (std::size_t i = 0; i < e.size(); ++i) {
    for (std::size_t j = i < 32 ? 0 : i - 31; j <= std::min<std::size_t>(i, 31); ++j) {
      column += std::uint32_t{u[31 - j]} * x[31 - (i - j)];
    }
    if (i < a.size()) column += a[a.size() - 1 - i];
    e[e.size() - 1 - i] = static_cast<std::uint8_t>(column);
    column >>= 8;
  }
  return e;
}

// S from g^x, which is wiped, by Power or PlainPower.
template <auto power_of, Arithmetic A>
void Premaster(A& arithmetic, typename A::Residue& power, const PremasterInputs& inputs, std::span<const std::uint8_t> a, GroupBytes& S) {
  // B − k·g^x. One factor in Montgomery form and one not make a product that is not.
  typename A::Residue product, base;
  arithmetic.Multiply(arithmetic.Unpack(inputs.k), power, product);
  arithmetic.Subtract(arithmetic.Unpack(inputs.B), product, power);
  arithmetic.Enter(power, base);

  Exponent e = LastExponent(inputs.u, inputs.x, a);
  // One bit more than the longer of the two.
  power_of(arithmetic, base, e, 8 * std::max(a.size(), inputs.u.size() + inputs.x.size()) + 1);
  arithmetic.Leave(base, S);
  arithmetic.WipeScratch();
  Wipe(&power, sizeof power);
  Wipe(&product, sizeof product);
  Wipe(e.data(), e.size());
}

// base^e, by Power or PlainPower.
template <auto power_of, Arithmetic A>
void PowBy(A& arithmetic, const GroupBytes& base, std::span<const std::uint8_t> e, GroupBytes& out) {
  typename A::Residue b;
  arithmetic.Enter(arithmetic.Unpack(base), b);
  power_of(arithmetic, b, e, 8 * e.size());
  arithmetic.Leave(b, out);
  arithmetic.WipeScratch();
}

}  // namespace

template <Arithmetic A>
void PowG(GeneratorTable<A>& table, std::span<const std::uint8_t> e, GroupBytes& out) {
  typename A::Residue power;
  table.Power(e, power);
  table.arithmetic().Leave(power, out);
  table.arithmetic().WipeScratch();
}

template <Arithmetic A>
void Pow(A& arithmetic, const GroupBytes& base, std::span<const std::uint8_t> e, GroupBytes& out) {
  PowBy<Power<A>>(arithmetic, base, e, out);
}

template <Arithmetic A>
void PlainPow(A& arithmetic, const GroupBytes& base, std::span<const std::uint8_t> e, GroupBytes& out) {
  PowBy<PlainPower<A>>(arithmetic, base, e, out);
}

template <Arithmetic A>
void ClientPremaster(GeneratorTable<A>& table, const PremasterInputs& inputs, std::span<const std::uint8_t> a, GroupBytes& S) {
  typename A::Residue power;
  table.Power(inputs.x, power);
  Premaster<Power<A>>(table.arithmetic(), power, inputs, a, S);
}

template <Arithmetic A>
void PlainClientPremaster(A& arithmetic, const PremasterInputs& inputs, std::span<const std::uint8_t> a, GroupBytes& S) {
  typename A::Residue power;
  arithmetic.Enter(arithmetic.Unpack(kG), power);
  PlainPower(arithmetic, power, inputs.x, 8 * inputs.x.size());
  Premaster<PlainPower<A>>(arithmetic, power, inputs, a, S);
}

template void PowG(GeneratorTable<ScalarArithmetic>&, std::span<const std::uint8_t>, GroupBytes&);
template void PowG(GeneratorTable<VectorArithmetic>&, std::span<const std::uint8_t>, GroupBytes&);
template void Pow(ScalarArithmetic&, const GroupBytes&, std::span<const std::uint8_t>, GroupBytes&);
template void Pow(VectorArithmetic&, const GroupBytes&, std::span<const std::uint8_t>, GroupBytes&);
template void ClientPremaster(GeneratorTable<ScalarArithmetic>&, const PremasterInputs&, std::span<const std::uint8_t>, GroupBytes&);
template void ClientPremaster(GeneratorTable<VectorArithmetic>&, const PremasterInputs&, std::span<const std::uint8_t>, GroupBytes&);
template void PlainPow(ScalarArithmetic&, const GroupBytes&, std::span<const std::uint8_t>, GroupBytes&);
template void PlainPow(VectorArithmetic&, const GroupBytes&, std::span<const std::uint8_t>, GroupBytes&);
template void PlainClientPremaster(ScalarArithmetic&, const PremasterInputs&, std::span<const std::uint8_t>, GroupBytes&);
template void PlainClientPremaster(VectorArithmetic&, const PremasterInputs&, std::span<const std::uint8_t>, GroupBytes&);

}  // namespace fmid::srp
