"""Who is host and who is guest in one sentence: the grammar of coming, learning and receiving."""

from __future__ import annotations

import pytest

from detect.direction import lean
from detect.learners import learnings
from detect.reading import Reading
from detect.roles import roles
from detect.signals import Signal, collect
from tests.telling import article, readings

PLACE = "Banyuwangi"


def signals(text: str, part: str = "body") -> list[Signal]:
    told = article(text) if part == "body" else article("", title=text)
    found = [r for r in readings(told)[1] if r.sentence.part == part]
    return collect(found, [roles(r) for r in found])


def leads(text: str, part: str = "body") -> str:
    return lean(signals(text, part)).direction


def parts(text: str) -> dict[str, str]:
    """Name -> the part it plays in a body's sentence."""
    found: dict[str, str] = {}
    for reading in readings(article(text))[1]:
        if reading.sentence.part == "body":
            found |= {_words(reading, role.mention.first, role.mention.last): role.part for role in roles(reading)}
    return found


def _words(reading: Reading, first: int, last: int) -> str:
    return " ".join(token.text for token in reading.tokens[first : last + 1])


@pytest.mark.parametrize(
    "sentence",
    [
        "DPRD {guest} belajar ke {host}.",
        "Rombongan dari {guest} diterima di {host}.",
        "{host} dikunjungi DPRD {guest}.",
        "{host} menerima kunjungan DPRD {guest}.",
        "Pemkab {guest} menimba ilmu di {host}.",
        "Demi mal pelayanan, Pemkab {guest} melakukan studi banding ke {host}.",
        "{host} dipilih Pemkab {guest} sebagai lokus studi tiru.",
        "Pemkab {guest} memilih {host} sebagai lokus studi tiru.",
        "Pemkab {guest} mempelajari layanan desa {host}.",
        "Layanan desa {host} dipelajari Pemkab {guest}.",
        "Bupati {guest} memboyong kepala dinasnya ke {host}.",
        "Program {host} membuat DPRD {guest} kepincut.",
        "{host} berbagi ilmu dengan DPRD {guest}.",
        "Pemkab {guest} terinspirasi oleh {host}.",
        "Pejabat dari {guest} belajar dari {host}.",
        "{host}, yang mereka datangi pekan lalu, memikat DPRD {guest}.",
        "Tim dari {guest} kaji tiru pengelolaan sampah {host}.",
        "Belasan camat asal {guest} berguru selama dua hari di {host}.",
        "Sepulang dari {host}, DPRD {guest} menyusun raperda desa wisata.",
        "DPRD {guest} baru kembali dari {host}.",
        "Lokasi yang dituju rombongan camat {guest} adalah {host}.",
        "{host} dituju DPRD {guest} karena layanannya cepat.",
        "Pemkab {guest} menyesap banyak pengalaman dari {host}.",
        "Rombongan {guest} menyewa bus menuju {host}.",
        "Camat {guest} dipandu Pemkab {host}.",
        "Tim {guest} memotret dapur Pemkab {host}.",
        "Hati para camat {guest} tertuju pada {host}.",
        "Pemkab {guest} mencangkokkan layanan desa {host}.",
        "Layanan desa {host} ditelaah Pemkab {guest}.",
        "Rombongan {guest} bertolak ke {host}.",
        "Tim {guest} blusukan ke {host}.",
        "Pemkab {guest} menugaskan enam petugas ke {host}.",
        "Camat {guest} baru tiba dari {host} membawa catatan.",
        "Dewan {guest} menjadikan Jawa Timur lokus, tepatnya Kabupaten {host}.",
    ],
)
def test_swapping_the_names_swaps_the_direction(sentence: str) -> None:
    assert leads(sentence.format(guest="Sampang", host=PLACE)) == "inbound"
    assert leads(sentence.format(guest=PLACE, host="Sampang")) in ("outgoing", "elsewhere")


@pytest.mark.parametrize(
    ("arrives", "leaves"),
    [
        ("Pemkab Sampang mengunjungi {}.", "Pemkab Sampang dikunjungi Pemkab {}."),
        ("Pemkab Sampang diterima Pemkab {}.", "Pemkab Sampang menerima Pemkab {}."),
        ("Pemkab Sampang meniru {}.", "Pemkab Sampang ditiru {}."),
        ("Pulang studi banding dari {}, DPRD Sampang kagum.", "Rombongan dari {} belajar ke Sampang."),
        ("Skema Pemkab Sampang itu diadopsi dari {}.", "Skema itu diadopsi Pemkab {} dari Sampang."),
        ("Pemkab Sampang berangkat ke {}.", "Pemkab Sampang didatangi tim dari {}."),
    ],
)
def test_the_verb_decides(arrives: str, leaves: str) -> None:
    assert leads(arrives.format(PLACE)) == "inbound"
    assert leads(leaves.format(PLACE)) != "inbound"


def test_whose_a_study_visit_is_stands_right_after_its_name() -> None:
    assert parts("Studi banding DPRD Sampang berlangsung dua hari.") == {"Sampang": "guest"}
    assert parts("Studi banding layanan desa Banyuwangi diikuti camat.")["Banyuwangi"] == "host"


@pytest.mark.parametrize(
    "sentence",
    [
        "Studi banding 35 anggota kelompok tani Sampang berlangsung dua hari.",
        "Banyuwangi menerima studi banding DPRD Sampang.",
    ],
)
def test_the_name_behind_a_study_visit_says_who_learns_however_far_it_stands(sentence: str) -> None:
    (study,) = (found for r in readings(article(sentence))[1] for found in learnings(r) if found.cue.kind == "study")
    assert study.learner == "guest"


def test_whose_matter_is_presented_is_not_taught_by_who_presents_it() -> None:
    assert parts("Kepala dinas memaparkan program Sampang.") == {"Sampang": "host"}
    assert parts("Kepala dinas mengajari guru Sampang.") == {"Sampang": "guest"}


def test_an_institution_s_name_ends_before_words_in_lower_case() -> None:
    assert parts("Universitas Airlangga kemarin belajar ke Banyuwangi.")["Universitas Airlangga"] == "guest"
    assert parts("Universitas Airlangga dan mitranya belajar ke Banyuwangi.")["Universitas Airlangga"] == "guest"


def test_who_becomes_something_else_is_no_example() -> None:
    assert parts("Banyuwangi menjadi juara lomba masak.") == {}
    assert parts("Banyuwangi menjadi contoh yang ditiru.") == {"Banyuwangi": "host"}


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Sampang belajar ke Banyuwangi.", 1.0),  # who acts needs no word for people
        ("Tarian Sampang memukau para tamu.", 0.0),
    ],
)
def test_whoever_acts_is_an_outsider(sentence: str, strength: float) -> None:
    assert max((s.value for s in signals(sentence) if s.name == "outsider"), default=0.0) == strength


def test_who_is_told_to_learn_is_not_who_tells_them() -> None:
    assert parts("Sekda Banyuwangi meminta peserta menggali kekurangannya.") == {"peserta": "guest"}


def test_whoever_is_named_first_after_bersama_may_show_the_others_round() -> None:
    assert "Banyuwangi" not in parts("Bersama Kepala BPBD Banyuwangi, tim itu menyusuri tanggul.")


@pytest.mark.parametrize(
    ("way", "regency"),
    [
        ("Desa Karangpelem, Kedawung, Sragen", "Sragen"),
        ("Desa Sumberagung, kabupaten Banyuwangi", "Banyuwangi"),
    ],
)
def test_a_village_its_district_and_its_regency_are_one_destination(way: str, regency: str) -> None:
    assert parts(f"Pengurus BUMDes Demak belajar ke {way}.")[regency] == "host"


@pytest.mark.parametrize("slip", ["Banyuwnagi", "Bayuwangi", "Banyuwamgi"])
def test_a_slip_in_the_name_of_the_place_is_the_place(slip: str) -> None:
    assert parts(f"DPRD Sampang belajar ke {slip}.")[slip] == "host"


def test_the_province_of_the_place_is_no_other_destination() -> None:
    assert parts("DPRD Sampang belajar ke Jawa Timur.") == {"Sampang": "guest"}


def test_an_institution_is_named_to_the_end_of_its_sentence() -> None:
    assert parts("Banyuwangi didatangi Universitas Melati Nusantara.")["Universitas Melati Nusantara"] == "guest"


def test_captions_before_the_dateline_leave_the_lead_its_place() -> None:
    told = "Pasar ramai. Jalan basah. Hujan turun.\nBANYUWANGI - DPRD Sampang belajar ke Banyuwangi."
    document, found = readings(article(told))
    assert document.dateline
    said = collect(found, [roles(r) for r in found], document.dateline.end)
    assert {s.zone for s in said if s.name == "learns"} == {"lead"}


def test_coming_along_is_coming() -> None:
    assert parts("Wali Kota Bitung bersama DPRD Minahasa diterima bupati.")["Minahasa"] == "guest"


def test_where_somebody_returns_to_is_home() -> None:
    assert parts("Mereka pulang ke Kabupaten Sigi.") == {"Kabupaten Sigi": "guest"}


def test_one_journey_to_two_places_leads_to_both() -> None:
    assert leads("DPRD Sampang studi banding ke Banyuwangi dan Jember.") == "inbound"


def test_a_visit_called_off_leads_nowhere_when_another_is_paid() -> None:
    title = "Batal ke Banyuwangi, DPRD Sampang Belajar Pajak Hotel di Badung"
    assert leads(title, "title") != "inbound"


@pytest.mark.parametrize(
    "sentence",
    [
        "Banyuwangi kebanjiran wisatawan.",
        "Warga Banyuwangi memilih produk lokal.",
        "Pelari asal Sampang menang di Banyuwangi.",
    ],
)
def test_no_study_visit_is_seen_where_nobody_studies(sentence: str) -> None:
    assert not [s for s in signals(sentence) if s.name in ("learns", "outgoing", "elsewhere") and s.value > 0.3]


@pytest.mark.parametrize(
    ("sentence", "learner"),
    [
        ("Mereka ingin mempelajari layanan itu.", True),
        ("Daerah lain perlu belajar ke Banyuwangi.", False),
        ("Menteri meminta kepala daerah belajar ke Banyuwangi.", False),
        ("Siswa SD dari Jember belajar memadamkan api di Banyuwangi.", False),
        ("Turis asal Malang belajar menari di Banyuwangi.", False),
        ("Polisi mempelajari rekaman kamera.", False),
        ("Anggota DPRD Malang belajar menata pasar di Banyuwangi.", True),
        ("Camat dari Malang bersama 11 petugas mempelajari antrean.", True),
        ("Sebanyak 11 petugas mempelajari antrean.", False),
    ],
)
def test_learning_counts_when_a_delegation_learns(sentence: str, learner: bool) -> None:
    strongest = max((s.value for s in signals(sentence) if s.name == "learns"), default=0.0)
    assert (strongest >= 0.5) is learner


@pytest.mark.parametrize(
    ("sentence", "habit"),
    [
        ("Setiap pekan lima rombongan belajar ke Banyuwangi.", True),
        ("Ada tujuh kunjungan rata-rata dalam sebulan di Banyuwangi.", True),
        ("Every week delegations come to Banyuwangi to learn.", True),
        ("Tahun ini puluhan instansi belajar ke Banyuwangi.", True),
        ("Lima rombongan belajar ke Banyuwangi, Senin (4/3).", False),
        ("Setiap hari puskesmas itu melayani seratus warga.", False),
        ('"Tiap bulan kami menerima tamu," kata Lurah Sobo.', False),
    ],
)
def test_guests_who_come_as_a_habit_are_no_news(sentence: str, habit: bool) -> None:
    assert any(s.name == "often" for s in signals(sentence)) is habit


def test_a_study_trip_told_as_a_vice_is_a_sign_against_a_report() -> None:
    trip = "studi banding DPRD Sampang ke Banyuwangi."
    assert any(s.name == "blame" for s in signals(f"Warga mengecam pemborosan {trip}"))
    assert not any(s.name == "blame" for s in signals(f"Panitia menyiapkan {trip}"))
    assert not any(s.name == "blame" for s in signals("Warga mengecam pemborosan air di Banyuwangi."))


@pytest.mark.parametrize(
    ("sentence", "guest"),
    [
        ("Petugas Rutan Kalitengah belajar ke Banyuwangi.", "Kalitengah"),
        ("PN Sukamakmur mempelajari antrean di Banyuwangi.", "Sukamakmur"),
    ],
)
def test_an_office_called_after_its_town_is_a_guest_though_the_town_is_not_known(sentence: str, guest: str) -> None:
    assert parts(sentence)[guest] == "guest"


def test_an_office_of_the_place_is_no_guest() -> None:
    assert parts("Lapas Banyuwangi menerima kunjungan DPRD Sampang.")["Banyuwangi"] == "host"


@pytest.mark.parametrize(
    ("sentence", "many"),
    [
        ("Sudah 300-an instansi belajar ke Banyuwangi.", True),
        ("Lebih dari seratus rombongan belajar ke Banyuwangi.", True),
        ("Sejak 2019-2020 dua instansi belajar ke Banyuwangi.", False),
        ("Dari 9-12 instansi itu satu belajar ke Banyuwangi.", False),
        ("Sebanyak 45 orang rombongan camat belajar ke Banyuwangi.", False),
        ("Sebanyak 45 pejabat dari 24 instansi belajar ke Banyuwangi.", False),
        ("Sebanyak 4500 tamu dari 203 instansi belajar ke Banyuwangi.", True),
        ("Pada Selasa 22 November, rombongan Sampang tiba di Banyuwangi.", False),
        ("Pada 22 November rombongan Sampang tiba di Banyuwangi.", False),
        ("Menurut catatan, ada 203 Pemerintah Daerah belajar ke Banyuwangi.", True),
    ],
)
def test_more_bodies_than_come_in_one_delegation_are_a_tally(sentence: str, many: bool) -> None:
    assert any(s.name == "tally" for s in signals(sentence)) is many


@pytest.mark.parametrize(
    ("sentence", "pupils"),
    [
        ("Siswa SD Sampang berkeliling di Banyuwangi.", True),
        ("Usai diklat, siswa Sampang berkeliling di Banyuwangi.", True),
        ("Siswa Sespimti Polri berkeliling di Banyuwangi.", False),
        ("Peserta didik Seskoad menyimak paparan di Banyuwangi.", False),
    ],
)
def test_those_taught_at_a_staff_college_are_no_pupils(sentence: str, pupils: bool) -> None:
    assert any(s.name == "outing" for s in signals(sentence)) is pupils


@pytest.mark.parametrize("who", ["Pelaku wisata", "Pejabat dan pemilik usaha wisata", "Peternak"])
def test_people_are_no_lesson_for_what_they_run(who: str) -> None:
    assert parts(f"{who} dari Sampang itu memilih duduk di tikar.")["Sampang"] == "guest"


def test_what_people_note_of_a_place_is_a_lesson() -> None:
    assert parts("Tim itu mencatat kemajuan dari Banyuwangi.")["Banyuwangi"] == "host"


def test_a_region_that_is_spelt_like_a_word_of_another_matter_is_a_region() -> None:
    assert not any(s.name == "other_sense" for s in signals("Petani Sabu Raijua mencatat jarak tanam."))
    assert any(s.name == "other_sense" for s in signals("Polisi Banyuwangi menyita sabu."))


def test_the_day_before_is_no_background() -> None:
    told = "Komisi C DPRD Sampang menemui Dinas Pasar Banyuwangi{}."
    assert not any(s.name == "background" for s in signals(told.format(", sehari sebelumnya")))
    assert any(s.name == "background" for s in signals(told.format(", setahun sebelumnya")))


def test_a_count_of_all_guests_hardly_says_that_somebody_comes() -> None:
    def comes(text: str) -> float:
        return max(s.value for s in signals(text) if s.name == "inbound")

    assert comes("Sebanyak 187 rombongan menimba ilmu di Banyuwangi.") < 0.5
    assert comes("Sebanyak 7 rombongan menimba ilmu di Banyuwangi.") > 0.5


@pytest.mark.parametrize(
    ("sentence", "way"),
    [
        ("Bupati Banyuwangi diundang menjadi pembicara di Sampang.", "outgoing"),
        ("Pejabat Sampang diundang ke Banyuwangi.", "inbound"),
        ("Petugas jaga dari Sampang menumpang sepekan di posko Banyuwangi.", "inbound"),
    ],
)
def test_being_asked_somewhere_and_staying_with_somebody_is_going_there(sentence: str, way: str) -> None:
    assert leads(sentence) == way
