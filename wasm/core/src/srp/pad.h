// Cognito's way to hash an integer: its shortest two's-complement big-endian bytes, as Java's BigInteger.toByteArray gives them
// (amazon-cognito-identity-js AuthenticationHelper.padHex). 0→00, 7f→7f, 80→0080, ff→00ff, -1→ff, -80→80, -81→ff7f.
// This is neither RFC 5054's PAD (to the length of N) nor RFC 2945's interleave.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/hash.h"

namespace fmid::srp {

// Of a non-negative integer, big-endian with any number of leading zeros. Branches on the value's leading bytes: see Pad's callers.
[[nodiscard]] std::vector<std::uint8_t> Pad(Bytes magnitude);

// Of an integer as a server writes it: hexadecimal digits, any case, any number of them, maybe behind a minus sign (the fake salts
// of unknown users are negative at times: amplify-js #4430). nullopt where it is no such thing or longer than `max_digits`.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> PadHex(std::string_view hex, std::size_t max_digits);

}  // namespace fmid::srp
