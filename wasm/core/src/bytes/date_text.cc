#include "bytes/date_text.h"

#include <string_view>

#include "bytes/text.h"

namespace fmid {
namespace {

constexpr std::string_view kWeekdays = "ThuFriSatSunMonTueWed";  // 1970-01-01 was a Thursday
constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::int64_t kMillisPerDay = 86'400'000;

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

struct CivilDate {
  std::int64_t year;
  int month;  // 1..12
  int day;    // 1..31
};

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days and days_from_civil.
CivilDate CivilFromDays(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = FloorDivide(days, 146'097);
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = static_cast<int>((5 * day_of_year + 2) / 153);
  const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t DaysFromCivil(const CivilDate& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = FloorDivide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

// Two digits at `position`, -1 where there are none.
int TwoDigits(std::string_view text, std::size_t position) {
  if (!IsDigit(text[position]) || !IsDigit(text[position + 1])) return -1;
  return (text[position] - '0') * 10 + (text[position + 1] - '0');
}

void AppendPadded(std::string& out, std::int64_t value, int width) {
  const std::string digits = Decimal(value);
  for (int missing = width - static_cast<int>(digits.size()); missing > 0; --missing) out += '0';
  out += digits;
}

}  // namespace

std::string FormatTimestamp(UnixMillis now) {
  const std::int64_t days = FloorDivide(now, kMillisPerDay);
  const std::int64_t second_of_day = (now - days * kMillisPerDay) / 1000;
  const auto weekday = static_cast<std::size_t>(days - FloorDivide(days, 7) * 7);
  const CivilDate date = CivilFromDays(days);

  std::string text(kWeekdays.substr(3 * weekday, 3));
  text += ' ';
  text += kMonths.substr(3 * static_cast<std::size_t>(date.month - 1), 3);
  text += ' ';
  text += Decimal(date.day);
  text += ' ';
  AppendPadded(text, second_of_day / 3600, 2);
  text += ':';
  AppendPadded(text, second_of_day / 60 % 60, 2);
  text += ':';
  AppendPadded(text, second_of_day % 60, 2);
  text += " UTC ";
  AppendPadded(text, date.year, 4);
  return text;
}

UnixMillis ParseHttpDate(std::string_view text) {
  // 0         1         2
  // 01234567890123456789012345678
  // Tue, 05 Sep 2023 07:08:09 GMT
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return 0;
  if (text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':') return 0;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  const int century = TwoDigits(text, 12);
  const int year = TwoDigits(text, 14);
  const int day = TwoDigits(text, 5);
  const int hour = TwoDigits(text, 17);
  const int minute = TwoDigits(text, 20);
  const int second = TwoDigits(text, 23);
  if (month == std::string_view::npos || month % 3 != 0) return 0;
  if (century < 0 || year < 0 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return 0;
  if (second < 0 || second > 60) return 0;  // 60 is a leap second
  const std::int64_t days = DaysFromCivil({century * 100 + year, static_cast<int>(month / 3) + 1, day});
  return days * kMillisPerDay + (hour * 3600 + minute * 60 + second) * std::int64_t{1000};
}

}  // namespace fmid
