// Dates as protocols spell them: English whatever the locale, in UTC.
#pragma once

#include <string>

#include "fmid/time.h"

namespace fmid {

// Cognito's TIMESTAMP of PASSWORD_VERIFIER: "EEE MMM d HH:mm:ss z yyyy in english": "Tue Sep 5 07:08:09 UTC 2023". The day of the
// month has no leading zero (with one Cognito answers "Incorrect username or password"). For the years 0 to 9999.
[[nodiscard]] std::string FormatTimestamp(UnixMillis now);

// The Date header of HTTP, "Tue, 05 Sep 2023 07:08:09 GMT" (RFC 9110 §5.6.7, IMF-fixdate); 0 where it is none.
[[nodiscard]] UnixMillis ParseHttpDate(std::string_view text);

}  // namespace fmid
