"""Fictitious texts of machine-readable zones: ICAO 9303-4 to -7 (TD3, TD1, TD2, MRV-A, MRV-B) and the old French card."""
import random
import string

ALPHABET = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS = (7, 3, 1)
STATES = (
    "UTO D<< GBR USA FRA ITA ESP NLD BEL POL CZE SVK HUN ROU BGR GRC TUR RUS UKR CHN JPN KOR IND PAK BGD IRN IRQ SAU "
    "EGY MAR DZA TUN NGA GHA KEN ZAF ETH BRA ARG CHL COL PER MEX CAN AUS NZL IDN MYS SGP THA VNM PHL SWE NOR DNK FIN "
    "ISL EST LVA LTU AUT CHE LIE LUX IRL PRT MLT CYP HRV SVN SRB BIH MKD ALB MDA BLR GEO ARM AZE KAZ UZB XXA UNO EUE"
).split()


def check_digit(text):
    """The check digit of ICAO 9303-3 section 4.9."""
    total = sum(ALPHABET_VALUE[c] * WEIGHTS[i % 3] for i, c in enumerate(text))
    return str(total % 10)


ALPHABET_VALUE = {"<": 0, **{c: i for i, c in enumerate(string.digits + string.ascii_uppercase)}}


def state():
    return (random.choice(STATES) if random.random() < 0.7 else letters(3)).ljust(3, "<")


def letters(count):
    return "".join(random.choices(string.ascii_uppercase, k=count))


def digits(count):
    return "".join(random.choices(string.digits, k=count))


def word():
    """A name: half of them speakable, half any letters, so that the network learns shapes and not a language."""
    length = random.randint(2, 12)
    if random.random() < 0.5:
        return letters(length)
    start = random.randint(0, 1)
    return "".join(random.choice("AEIOUY" if i % 2 == start else "BCDFGHJKLMNPQRSTVWXZ") for i in range(length))


def names(width):
    surname = "<".join(word() for _ in range(random.choice((1, 1, 1, 2))))
    given = "<".join(word() for _ in range(random.choice((1, 1, 2, 3))))
    return f"{surname}<<{given}".ljust(width, "<")[:width]


def number(width):
    styles = (digits(width), letters(1) + digits(width - 1), letters(2) + digits(width - 2), mixed(width))
    text = random.choice(styles)
    return text if random.random() < 0.8 else text[: random.randint(4, width)].ljust(width, "<")


def mixed(width):
    return "".join(random.choices(string.digits + string.ascii_uppercase, k=width))


def date():
    return f"{random.randint(0, 99):02d}{random.randint(1, 12):02d}{random.randint(1, 31):02d}"


def optional(width):
    filled = random.choice((0, 0, 1)) * random.randint(1, width)
    return (mixed(filled) if random.random() < 0.5 else digits(filled)).ljust(width, "<")


def checked(text):
    return text + check_digit(text)


def data_line(optional_width, composite):
    num, born, expiry, rest = checked(number(9)), checked(date()), checked(date()), optional(optional_width)
    line = f"{num}{state()}{born}{random.choice('MF<')}{expiry}{rest}"
    return line + check_digit(num + born + expiry + rest) if composite else line


def td3():
    rest = optional(14)
    rest += check_digit(rest) if rest.strip("<") or random.random() < 0.5 else "<"
    num, born, expiry = checked(number(9)), checked(date()), checked(date())
    second = f"{num}{state()}{born}{random.choice('MF<')}{expiry}{rest}"
    return ["P" + random.choice("<<<DOCS") + state() + names(39), second + check_digit(num + born + expiry + rest)]


def td2():
    return [random.choice(("I<", "ID", "AC", "P<", "A<", "IR")) + state() + names(31), data_line(7, True)]


def td1():
    num, rest, born, expiry, more = checked(number(9)), optional(15), checked(date()), checked(date()), optional(11)
    first = random.choice(("I<", "ID", "AC", "C1", "CA", "A<", "IR", "I0")) + state() + num + rest
    second = f"{born}{random.choice('MF<')}{expiry}{state()}{more}"
    return [first, second + check_digit(first[5:] + born + expiry + more), names(30)]


def mrv_a():
    return ["V" + random.choice("<<CNB") + state() + names(39), data_line(16, False)]


def mrv_b():
    return ["V" + random.choice("<<CNB") + state() + names(31), data_line(8, False)]


def french_id():
    first = "IDFRA" + word().ljust(25, "<")[:25] + mixed(6)
    second = checked(digits(12)) + "<<".join(word() for _ in range(2)).ljust(14, "<")[:14] + checked(date())
    second += random.choice("MF")
    return [first, second + check_digit(first + second)]


def any_lines():
    """Characters in any order: no place in a line makes a character likelier than another."""
    width, count = random.choice(((44, 2), (36, 2), (30, 3)))
    return ["".join(random.choices(ALPHABET + "<<<", k=width)) for _ in range(count)]


MAKERS = (td3, td3, td1, td1, td2, mrv_a, mrv_b, french_id, any_lines, any_lines, any_lines)


def zone():
    """The lines of one zone, all of one length."""
    return random.choice(MAKERS)()
