"""`dalil directory holidays`: public holidays, whose religious dates are estimates until somebody confirms them."""

import argparse
from datetime import date

from app.commands.output import open_database, print_table
from app.problems import Problem
from app.settings import Settings


def holidays(configuration: Settings, options: argparse.Namespace) -> int:
    """Decide about one day, if asked, then list the holidays of a year. Raises Problem for what cannot be decided."""
    from knowledge import public_holidays as calendar

    with open_database(configuration) as session:
        try:
            if options.confirm:
                calendar.confirm(session, options.confirm)
            elif options.remove:
                calendar.not_a_holiday(session, options.remove)
            elif options.withdraw:
                calendar.withdraw(session, options.withdraw)
            elif options.add:
                calendar.add(session, options.add, _names(options))
        except ValueError as error:
            raise Problem(f"{error}.") from error
        session.flush()
        year = options.year or _day(options).year
        first, last = date(year, 1, 1), date(year, 12, 31)
        found = calendar.PublicHolidays.from_database(session).between(first, last)
        rows = [
            (day.date.isoformat(), "certain" if day.certain else "estimated", day.names["fr"], day.names["ar"])
            for day in found
        ]
    print_table(f"Public holidays of {year}:", ("day", "date", "French", "Arabic"), rows)
    return 0


def _day(options: argparse.Namespace) -> date:
    """The day that was decided about, else today."""
    decided: date | None = options.confirm or options.remove or options.add or options.withdraw
    return decided or date.today()


def _names(options: argparse.Namespace) -> dict[str, str]:
    return {"fr": options.name_fr or "", "ar": options.name_ar or "", "en": options.name_en or ""}
