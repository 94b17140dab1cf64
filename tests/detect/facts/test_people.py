from __future__ import annotations

import pytest

from detect.facts.bodies import bodies
from detect.facts.people import people
from detect.gazetteer import load
from tests.telling import tokens


def named(text: str, villages: tuple[str, ...] = ()) -> list[str]:
    said = tokens(text)
    regions = load().mentions(said)
    found = people(said, regions, bodies(said, regions), villages=villages)
    return [text[said[p.first].start : said[p.last].end] for p in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bupati Sleman Budi Prasetyo mengatakan", "Budi Prasetyo"),
        ("Asisten Pemerintahan Kabupaten Sleman, Siti Aminah Lestari, berkata", "Siti Aminah Lestari"),
        ("Kepala Dinas Pariwisata M. Rizal Fauzi menjelaskan", "M. Rizal Fauzi"),
        ("Sekda Drs. H. Agus Salam, M.Si menyambut", "Agus Salam"),
        ("Kepala Dinas Kesehatan, dr Wati Lestari, S.KM., M.Kes, hadir", "Wati Lestari"),
        ("Ketua TP PKK Ny. Rina Budi Hartono menyapa", "Rina Budi Hartono"),
        ("Dekan Wisnu Panji Utomo SE MSi PhD berterima kasih", "Wisnu Panji Utomo"),
        ("Direktur RSUD Panti Asih, dr. Taufik Ismail, menyambut", "Taufik Ismail"),
        ("Kepala Desa Sukamaju, Arifin, menjelaskan", "Arifin"),
        ("Lurah Bejiharjo, Yanto, datang", "Yanto"),
        ("Danlanal Cilacap Letkol Laut (P) Yanto Wibowo menyambut", "Yanto Wibowo"),
        ("Danlanud Malang Marsma TNI Arifin Salam menyambut", "Arifin Salam"),
        ("Plt. Kepala Bappeda Sri Wahyuni hadir", "Sri Wahyuni"),
        ("ujar Budi Prasetyo, Kabag Humas Pemkab Sleman", "Budi Prasetyo"),
        ("Siti Aminah selaku Kepala Dinas Kominfo memimpin", "Siti Aminah"),
        ("materi dari Bapak Suwandi selaku ketua pokdarwis", "Suwandi"),
        ("Rektor Ahmad bin Salim datang", "Ahmad bin Salim"),
        ("Bu Wijayanti mengajari", "Wijayanti"),
    ],
)
def test_names_come_without_titles_and_degrees(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize(
    "text", ["Bupati dan staf SKPD hadir", "Kepala Dinas terkait", "Sekretaris Daerahnya datang", "Bupati, Rabu (3/5)"]
)
def test_an_office_without_a_name_gives_none(text: str) -> None:
    assert named(text) == []


def test_a_village_told_elsewhere_is_not_part_of_the_name() -> None:
    assert named("Kepala Desa Sukamaju Hartono Adi menunjukkan", ("sukamaju",)) == ["Hartono Adi"]


def test_office_holders_in_a_row_are_all_found() -> None:
    text = "Bupati Sleman Budi Prasetyo, Bupati Bantul Siti Aminah, dan Wali Kota Magelang Joko Susilo"
    assert named(text) == ["Budi Prasetyo", "Siti Aminah", "Joko Susilo"]


def test_a_service_before_an_office_is_no_name() -> None:
    assert named("Belajar E-Village Budgeting, Bupati Sleman datang") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ketua BUMDes Bina Karya, Rizki Pramono, Rabu (14/9), hadir", "Rizki Pramono"),
        ("dosen itu adalah Saridi, ketua kelompok nelayan Bina Laut", "Saridi"),
        ("Kabid Pemadaman setempat, Edy Supriyanto, membeberkan", "Edy Supriyanto"),
        ("Kepala Puskesmas Mojo, dr. Yos Hermanto, memberi", "Yos Hermanto"),
        ("Pegiat wisata lereng, Haryanto Adi, menjelaskan", "Haryanto Adi"),
        ("Pemandunya Edi Laksana, petani yang pertama datang", "Edi Laksana"),
        ("diterima Kabag Humas Juni Trisakti Hartono di kantor", "Juni Trisakti Hartono"),
        ("Rini Hartati menjelaskan alurnya", "Rini Hartati"),
        ("kata Khoirul Hidayat dengan bangga", "Khoirul Hidayat"),
    ],
)
def test_groups_fields_and_trades_are_no_part_of_the_name(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kasi Sengon Kejari Sleman, Budi Prasetyo, memperlihatkan alurnya", "Budi Prasetyo"),
        ("Kepala kebun Dian Wijaya menuturkan", "Dian Wijaya"),
        ("Ketua kelompok tani Budi Raharjo lalu membuka catatan", "Budi Raharjo"),
        ("Camat Tempel Moch. Lutfi Hakim datang", "Moch. Lutfi Hakim"),
        ("Kepala Dusun Melati Tengah, Edi Laksana, datang", "Edi Laksana"),
        ("pertanyaan itu dijawab Saridi, pegiat lingkungan, dengan sabar", "Saridi"),
        ("Susi, pendamping warga yang mengantar tamu, menceritakan itu", "Susi"),
        ("the head of the village empowerment agency, Budi Raharjo, told", "Budi Raharjo"),
        ("Wakil Ketua DPRD setempat Siti Aminah menemui mereka", "Siti Aminah"),
    ],
)
def test_whoever_is_told_of_beside_plain_words_is_found(text: str, name: str) -> None:
    assert named(text) == [name]


@pytest.mark.parametrize("text", ["ketua kelompok nelayan Bina Laut itu pulang", "Nelayan Prigi lalu diajari"])
def test_a_group_or_whose_trade_it_is_is_nobody(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mereka diajak komandan peleton Damkar Sleman, Budi Hartono, melihat truk.", "Budi Hartono"),
        ("Rombongan diterima Kepala Bidang E-Government Diskominfo Sleman, Rini Hartati.", "Rini Hartati"),
        ("Ketua Harian pengurus Geopark Batur, Wayan Sudarta, menjelaskan petanya.", "Wayan Sudarta"),
        ("Koordinator Batur Geopark wilayah Bangli, Rini Hartati, menjelaskan petanya.", "Rini Hartati"),
        ("Coretan itu dibubuhkan ahli geologi Batur Geopark, Wayan Sudarta, kemarin.", "Wayan Sudarta"),
    ],
)
def test_behind_the_comma_that_ends_an_institution_stands_who_works_there(text: str, name: str) -> None:
    assert name in named(text)
