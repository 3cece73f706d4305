from flask import Flask

from lab.school.accounts import Viewer, create_user, sign_in_list
from lab.school.courses import CourseView, members_of
from lab.school.database import Database
from tests.web.browser import PASSWORD, Browser


def test_the_start_page_sends_each_to_their_place(browser: Browser, at_desk: Browser, at_home: Browser) -> None:
    assert browser.client.get("/").location == "/sign-in"
    assert at_desk.client.get("/").location == "/courses"
    assert at_home.client.get("/").location == "/my"


def test_a_wrong_password_keeps_the_login_and_says_nothing_more(browser: Browser, teacher: Viewer) -> None:
    browser.get("/sign-in")
    browser.send("/sign-in", 422, login="frau.keller", password="wrong")
    assert 'value="frau.keller"' in browser.page
    assert "Login or password is wrong." in browser.page
    known = browser.page.replace("frau.keller", "nobody").replace(browser.token, "")
    browser.send("/sign-in", 422, login="nobody", password="wrong")
    assert known == browser.page.replace(browser.token, "")


def test_after_signing_in_one_goes_on_where_one_wanted_to_go(browser: Browser, teacher: Viewer) -> None:
    assert browser.client.get("/courses?x=1").location == "/sign-in?next=/courses?x%3D1"
    browser.get("/sign-in")
    answer = browser.send("/sign-in", login="frau.keller", password=PASSWORD, next="/courses?x=1")
    assert answer.location == "/courses?x=1"


def test_signing_out_ends_the_sign_in_itself_and_not_only_the_cookie(at_desk: Browser, app: Flask) -> None:
    cookie = at_desk.client.get_cookie("tradewind")
    assert cookie is not None
    at_desk.send("/sign-out")
    thief = app.test_client()
    thief.set_cookie("tradewind", cookie.value)
    assert thief.get("/courses").status_code == 302


def test_demo_accounts_are_refused_unless_the_server_allows_them(browser: Browser, app: Flask, db: Database) -> None:
    create_user(db, login="demo", name="Demo", password=PASSWORD, role="student", is_demo=True)
    browser.get("/sign-in")
    browser.send("/sign-in", 422, login="demo", password=PASSWORD)
    app.config["LAB_ALLOW_DEMO"] = True
    browser.send("/sign-in", login="demo", password=PASSWORD)


def test_a_code_makes_a_student_who_is_in_the_course(browser: Browser, db: Database, teacher: Viewer, course: CourseView) -> None:
    browser.get("/join")
    code = f"{course.join_code}".lower()
    browser.send("/join", code=f"{code[:4]} {code[4:]}", name="Li Wei", login="li.wei", password=PASSWORD)
    assert "Nothing to do yet" in browser.get("/my")
    assert [member.name for member in members_of(db, teacher, course.id)] == ["Aigerim Bekova", "Li Wei"]


def test_a_fault_stands_beside_its_field_and_what_was_typed_is_kept(browser: Browser, course: CourseView) -> None:
    browser.get("/join")
    fields = {"code": f"{course.join_code}", "name": "Li Wei", "login": "li.wei"}
    browser.send("/join", 422, **fields, password="short")
    assert "A password has at least 10 characters; this one has 5." in browser.page
    assert 'aria-describedby="f-password-help f-password-fault" aria-invalid="true"' in browser.page
    for value in fields.values():
        assert f'value="{value}"' in browser.page
    browser.send("/join", 422, **{**fields, "login": "aigerim"}, password=PASSWORD)
    assert "The login “aigerim” is taken." in browser.page
    browser.send("/join", 422, **{**fields, "code": "XXXXXXXX"}, password=PASSWORD)
    assert "This code opens no course." in browser.page


def test_a_new_password_works_and_the_old_one_does_not(at_home: Browser, browser: Browser) -> None:
    new = "a longer way to Almaty"
    at_home.send("/account", 422, old=PASSWORD, new=new, again="another")
    assert "The two new passwords differ." in at_home.page
    at_home.send("/account", 422, old="wrong", new=new, again=new)
    assert "Your present password is not right." in at_home.page
    at_home.send("/account", old=PASSWORD, new=new, again=new)
    assert "Your password is changed." in at_home.get("/account")
    browser.get("/sign-in")
    browser.send("/sign-in", 422, login="aigerim", password=PASSWORD)
    browser.send("/sign-in", login="aigerim", password=new)


def test_signing_out_everywhere_leaves_no_sign_in(at_home: Browser, db: Database, student: Viewer) -> None:
    assert len(sign_in_list(db, student)) == 1
    at_home.send("/account/sign-out-everywhere")
    assert sign_in_list(db, student) == []


def test_a_language_chosen_is_kept_in_the_profile(at_home: Browser) -> None:
    answer = at_home.send("/preferences", language="ar", back="/account?lang=en&x=1")
    assert answer.location == "/account?x=1"
    assert '<html lang="ar" dir="rtl"' in at_home.get("/account")


def test_a_visitor_s_language_comes_from_the_switch_then_from_the_browser(browser: Browser) -> None:
    assert '<html lang="zh-Hans" dir="ltr"' in browser.get("/sign-in", **{"Accept-Language": "zh-CN,zh;q=0.9"})
    assert '<html lang="ar" dir="rtl"' in browser.get("/sign-in?lang=ar", **{"Accept-Language": "zh-CN"})
    assert '<html lang="ar" dir="rtl"' in browser.get("/join", **{"Accept-Language": "zh-CN"})


def test_the_dark_tokens_come_by_themselves_or_by_choice(at_home: Browser) -> None:
    assert 'media="(prefers-color-scheme: dark)"' in at_home.get("/account")
    at_home.send("/preferences", theme="dark")
    page = at_home.get("/account")
    assert 'data-theme="dark"' in page and "css/dark.css" in page and "media=" not in page
    at_home.send("/preferences", theme="light")
    assert "css/dark.css" not in at_home.get("/account")
    at_home.send("/preferences", theme="no-such-theme")
    assert 'data-theme="light"' in at_home.get("/account")
