"""Courses of national bodies and where their trainees are from, by texts written for this (synthetic)."""

from __future__ import annotations

from tests.telling import article, values, visit, visits

HOST = "Mereka diterima Bupati Banyuwangi di pendopo."
COURSE = f"Peserta Diklatpim Tingkat II LAN Makassar belajar ke Banyuwangi. {HOST}"


def test_a_branch_of_a_national_body_is_of_the_town_only_where_no_trainee_s_home_is_told() -> None:
    assert values(visit(COURSE).origin) == ["Makassar"]
    more = "Hartono Wijaya, peserta dari Kabupaten Sinjai, terkesan. Sementara Rini Lestari dari Papua bertanya."
    found = visit(f"{COURSE}\n\n{more}")
    assert values(found.visitors) == ["LAN Makassar"]
    assert values(found.origin) == ["Kabupaten Sinjai", "Papua"]


def test_a_training_centre_and_its_longer_name_are_one_visitor() -> None:
    body = f"Puslatbang KDOD melepas peserta. Peserta PKA Puslatbang KDOD LAN Samarinda belajar ke Banyuwangi. {HOST}"
    assert len(visits(article(body))) == 1


def test_where_a_journey_starts_is_no_trainee_s_home() -> None:
    body = f"{COURSE}\n\nPeserta bertolak dari Balikpapan dengan pesawat pagi."
    assert values(visit(body).origin) == ["Makassar"]


def test_a_deputy_s_office_is_of_the_ministry_that_the_article_names() -> None:
    body = (
        "Kementerian PAN-RB membawa pejabat belajar ke Banyuwangi. Tim Deputi Bidang Pelayanan Publik tiba Rabu."
        f" {HOST}"
    )
    assert values(visit(body).visitors) == ["Kementerian PAN-RB"]


def test_others_told_of_after_it_was_not_the_first_time_are_no_guests() -> None:
    body = (
        f"DPRD Kulon Progo belajar ke Banyuwangi, Rabu (13/3). {HOST}\n\n"
        "Bukan sekali ini mal itu jadi tujuan. Sehari sebelumnya gedung itu didatangi perwakilan Pemkab Blora."
    )
    assert values(visit(body).visitors) == ["DPRD Kulon Progo"]


def test_regions_that_have_something_are_no_guests_homes() -> None:
    body = (
        f"Badan Pengelola Geopark Kebumen belajar ke Banyuwangi. {HOST}\n\n"
        "Kebumen ingin menjadi anggota jaringan, mengikuti Batur, Belitung, Merangin dan Raja Ampat."
    )
    assert values(visit(body).origin) == ["Kebumen"]


def test_a_named_trainee_s_office_is_no_visitor() -> None:
    body = f"BPSDM Provinsi Jawa Timur membawa 58 peserta PKN Tingkat II belajar ke Banyuwangi. {HOST}"
    more = "Peserta terbaik, Rina Lestari dari Pemkot Mojokerto, mengusulkan kartu belanja."
    found = visits(article(f"{body}\n\n{more}"))
    assert [values(one.visitors) for one in found] == [["BPSDM Provinsi Jawa Timur"]]
