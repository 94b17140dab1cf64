from __future__ import annotations

import pytest

from tests.telling import values, visit

LEAD = "Rombongan Pemkab Sleman belajar ke Banyuwangi."


def hosts(body: str, watch: str = "banyuwangi") -> list[object]:
    return values(visit(f"{LEAD} {body}", watch=watch).hosts)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Mereka diterima Asisten Pemerintahan Banyuwangi, Rahmat Hidayatullah.", ["Rahmat Hidayatullah"]),
        ("Sekda Banyuwangi Drs. Slamet Riyadi, M.Si menyambut mereka.", ["Slamet Riyadi"]),
        ("Rombongan ditemui Asisten III, Budi Waluyo, di aula.", ["Budi Waluyo"]),
        ("Kepala Desa Sukamaju, Hartono, menyambut rombongan.", ["Hartono"]),
        ("Direktur RSUD Genteng, dr. Taufik, menjelaskan alur layanan.", ["Taufik"]),
        ("Tamu didampingi Camat Glagah Asnawi.", ["Asnawi"]),
        ("Bupati Banyuwangi Ipuk Fiestiandani bercerita panjang.", ["Ipuk Fiestiandani"]),
        ("Kadishub Banyuwangi Budi Waluyo memaparkan aplikasi.", ["Budi Waluyo"]),
        ("Ketua PN Banyuwangi I Gede Astawa memaparkan aplikasi.", ["I Gede Astawa"]),
        ("Mereka diterima pemilik sanggar, Slamet Hartono.", ["Slamet Hartono"]),
        ("Sekda Banyuwangi Budi Waluyo menyambut mereka. Turut mendampingi Kepala Diskop Siti Aminah.",
         ["Budi Waluyo", "Siti Aminah"]),
    ],
)  # fmt: skip
def test_whoever_receives_or_speaks_for_the_place_is_a_host(body: str, names: list[str]) -> None:
    assert hosts(body) == names


def test_those_with_the_host_are_hosts_and_those_with_the_guest_are_not() -> None:
    body = (
        "Bupati Sleman Budi Prasetyo didampingi Sekda Siti Aminah diterima Wakil Bupati Banyuwangi Agus Salim"
        " didampingi Asisten Ekonomi Joko Susilo."
    )
    assert hosts(body) == ["Agus Salim", "Joko Susilo"]


@pytest.mark.parametrize(
    "body",
    [
        "Bupati Sleman Budi Prasetyo mengatakan Banyuwangi menarik.",
        "Kemajuan itu terjadi di masa Bupati Banyuwangi Agus Salim.",
        "Bupati Banyuwangi Agus Salim sedang di Aceh.",
        "Sebelumnya Bupati Banyuwangi Agus Salim menyambut rombongan lain.",
        "Dihubungi terpisah, Camat Glagah Asnawi membenarkan.",
    ],
)
def test_guests_the_absent_and_the_spoken_of_are_none(body: str) -> None:
    assert hosts(body) == []


def test_guests_from_no_region_make_local_offices_the_hosts() -> None:
    body = "Pejabat Kementerian Keuangan belajar ke Banyuwangi.\n\nKepala Bappeda Joko Susilo memaparkan inovasi."
    assert values(visit(body).hosts) == ["Joko Susilo"]


def test_a_name_is_told_once_in_its_longest_form() -> None:
    body = "Mereka diterima Sekda Banyuwangi Slamet Riyadi Utomo.\n\n“Silakan,” kata Slamet."
    assert hosts(body) == ["Slamet Riyadi Utomo"]


def test_another_profile_has_other_hosts() -> None:
    lead = "Rombongan Pemkab Banyuwangi belajar ke Kota Yogyakarta. Mereka diterima Wali Kota Yogyakarta Hasto Wardoyo."
    assert values(visit(lead, watch="yogyakarta").hosts) == ["Hasto Wardoyo"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Rombongan dipimpin Sekda Sleman Siti Aminah.", "Siti Aminah"),
        ("Bupati Sleman Budi Prasetyo mengaku kagum.", "Budi Prasetyo"),
        ("Ketua rombongan tidak disebut.", None),
    ],
)
def test_the_leader_is_who_brings_the_delegation(body: str, name: str | None) -> None:
    found = visit(f"{LEAD} {body}").leader
    assert (found.value if found else None) == name


def test_the_students_lecturer_is_no_host() -> None:
    assert hosts("Mereka didampingi dosen Dr. Slamet Hartono.") == []
